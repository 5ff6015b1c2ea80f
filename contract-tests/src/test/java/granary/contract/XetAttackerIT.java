package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.xet.TestShard;
import granary.blob.xet.TestXorb;
import granary.blob.xet.XetHash;
import granary.contract.kit.Account;
import granary.contract.kit.Bytes;
import granary.contract.kit.Cas;
import granary.contract.kit.HubApi;
import granary.contract.kit.InProcessHub;
import granary.contract.kit.RawHttp;
import granary.contract.kit.WithHub;
import granary.web.HubRows;
import granary.web.HubSignatures;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Thieves at the CAS API: tokens and links that are stolen, forged, old or outlived, and hashes of others' files. */
@WithHub
class XetAttackerIT {
    private static final byte[] SECRET = Bytes.random(51, 400_000);
    private static final TestXorb SECRET_XORB = TestXorb.of(SECRET);
    private static final XetHash SECRET_FILE =
            TestShard.file(SECRET, SECRET_XORB).hash();

    private final InProcessHub hub;
    private final Account alice;
    private final Account mallory;
    private final String secret;
    private final String own;
    private final Cas owner;
    private final Cas thief;

    /** Alice keeps a file to herself; mallory has a repository too. */
    XetAttackerIT(InProcessHub hub) {
        this.hub = hub;
        this.alice = hub.newUser("alice");
        this.mallory = hub.newUser("mallory");
        this.secret = alice.name() + "/secret";
        this.own = mallory.name() + "/own";
        hub.api(alice).createModel(alice.name(), "secret", true);
        hub.api(mallory).createModel(mallory.name(), "own", true);
        this.owner = Cas.writing(hub, alice, secret);
        this.thief = Cas.writing(hub, mallory, own);
        owner.upload(SECRET);
    }

    /** One call at each door that needs a token. */
    private static Map<String, Supplier<RawHttp.Answer>> doors(Cas cas) {
        TestXorb xorb = TestXorb.of(Bytes.random(52, 9000));
        return Map.of(
                "v1 reconstruction", () -> cas.get("/v1/reconstructions/" + SECRET_FILE),
                "v2 reconstruction", () -> cas.get("/v2/reconstructions/" + SECRET_FILE),
                "size of a file", () -> cas.head("/v1/files/" + SECRET_FILE),
                "chunk",
                        () -> cas.get(
                                "/v1/chunks/default/" + SECRET_XORB.table().hash(0)),
                "size of a xorb", () -> cas.head("/v1/xorbs/default/" + SECRET_XORB.hash()),
                "xorb", () -> cas.sendXorb(xorb),
                "v1 shard",
                        () -> cas.sendShard(TestShard.of(SECRET, SECRET_XORB).bytes()),
                "v2 shard",
                        () -> cas.sendShardInSteps(
                                TestShard.of(SECRET, SECRET_XORB).bytes()));
    }

    private static void expectAtEveryDoor(Cas cas, int status) {
        var softly = new SoftAssertions();
        doors(cas)
                .forEach((name, door) ->
                        softly.assertThat(door.get().status()).as(name).isEqualTo(status));
        softly.assertAll();
    }

    @Test
    void tokenThatIsNoneOpensNoDoor() {
        JsonNode plan = owner.reconstruction(SECRET_FILE);
        String link = Cas.link(plan).replaceFirst(".*/", "");
        String flipped = owner.token().substring(0, 30)
                + (owner.token().charAt(30) == 'A' ? 'B' : 'A')
                + owner.token().substring(31);
        for (String token : List.of(
                "",
                "x",
                alice.token(),
                link,
                flipped,
                owner.token() + "A",
                owner.token().substring(4))) {
            expectAtEveryDoor(owner.withToken(token), 401);
        }
    }

    @Test
    void tokenEndsSomeMinutesAfterItRanOut() {
        String justNow = HubSignatures.ranOut(hub.hub(), "cas-token", owner.token(), Duration.ofMinutes(2));
        String longAgo = HubSignatures.ranOut(hub.hub(), "cas-token", owner.token(), Duration.ofMinutes(6));

        assertThat(owner.withToken(justNow)
                        .get("/v2/reconstructions/" + SECRET_FILE)
                        .status())
                .as("clocks differ, and clients do not ask again")
                .isEqualTo(200);
        expectAtEveryDoor(owner.withToken(longAgo), 401);
    }

    @Test
    void tokenOfTheCasApiIsNoTokenOfTheHub() {
        RawHttp http = hub.http().bearer(owner.token());

        assertThat(http.get("/api/whoami-v2").status()).isEqualTo(401);
        assertThat(http.get("/%s/resolve/main/.gitattributes".formatted(secret)).status())
                .isEqualTo(401);
    }

    @Test
    void tokenToReadDoesNotWrite() {
        Cas reader = Cas.reading(hub, alice, secret);
        Stored before = Stored.by(hub);

        assertThat(reader.get("/v2/reconstructions/" + SECRET_FILE).status()).isEqualTo(200);
        assertThat(reader.sendXorb(TestXorb.of(Bytes.random(53, 9000))).status())
                .isEqualTo(403);
        assertThat(reader.sendShard(new byte[0]).status()).isEqualTo(403);
        assertThat(reader.sendShardInSteps(new byte[0]).status()).isEqualTo(403);
        assertThat(Stored.by(hub)).isEqualTo(before);
    }

    @Test
    void hashesOfOthersFilesAreAnsweredLikeHashesOfNothing() {
        TestXorb absent = TestXorb.of(Bytes.random(54, SECRET.length));
        XetHash absentFile =
                TestShard.file(Bytes.random(54, SECRET.length), absent).hash();
        Map<String, List<RawHttp.Answer>> answers = Map.of(
                "reconstruction",
                List.of(
                        thief.get("/v2/reconstructions/" + SECRET_FILE),
                        thief.get("/v2/reconstructions/" + absentFile)),
                "range of it",
                List.of(
                        thief.get("/v1/reconstructions/" + SECRET_FILE, "bytes=9999999-"),
                        thief.get("/v1/reconstructions/" + absentFile, "bytes=9999999-")),
                "size",
                List.of(thief.head("/v1/files/" + SECRET_FILE), thief.head("/v1/files/" + absentFile)),
                "first chunk",
                List.of(
                        thief.get("/v1/chunks/default/" + SECRET_XORB.table().hash(0)),
                        thief.get("/v1/chunks/default/" + absent.table().hash(0))),
                "xorb",
                List.of(
                        thief.head("/v1/xorbs/default/" + SECRET_XORB.hash()),
                        thief.head("/v1/xorbs/default/" + absent.hash())));
        answers.forEach((name, pair) -> {
            assertThat(pair.getFirst().status()).as(name).isEqualTo(404);
            assertThat(seen(pair.getFirst())).as(name).isEqualTo(seen(pair.getLast()));
        });
    }

    @Test
    void xorbsOfOthersCannotBeNamedEvenByWhoKnowsAllTheirHashes() {
        TestXorb absent = TestXorb.of(Bytes.random(55, SECRET.length));
        byte[] theirs = TestShard.of(SECRET, SECRET_XORB).bytes();
        byte[] nobodys = TestShard.of(Bytes.random(55, SECRET.length), absent).bytes();
        Stored before = Stored.by(hub);

        RawHttp.Answer stolen = thief.sendShard(theirs);
        RawHttp.Answer invented = thief.sendShard(nobodys);

        assertThat(stolen.status()).isEqualTo(400);
        assertThat(seen(stolen)).isEqualTo(seen(invented));
        assertThat(Stored.by(hub)).isEqualTo(before);
        assertThat(commit(mallory, own, SECRET).status()).isEqualTo(400);
        assertThat(thief.sendXorb(SECRET_XORB).text())
                .as("that others sent it before is not told")
                .isEqualTo("{\"was_inserted\":true}");
        assertThat(thief.sendShard(theirs).status()).as("who has the bytes").isEqualTo(200);
    }

    /** Status, headers and body, without what differs between any two answers. */
    private static String seen(RawHttp.Answer answer) {
        var headers = new TreeMap<>(answer.headers());
        headers.remove("date");
        headers.remove("x-request-id");
        return "%d %s %s".formatted(answer.status(), headers, answer.text().replaceAll("[0-9a-f]{64}", "HASH"));
    }

    private RawHttp.Answer commit(Account account, String id, byte[] content) {
        return hub.api(account).commitContent(id, "file.bin", Bytes.sha256(content), content.length);
    }

    /** The thief knows the SHA-256 of a file, and says that bytes of theirs have it. */
    @Test
    void declaringSomebodysHashGivesNoBytesAndHurtsNobody() {
        byte[] decoy = Bytes.random(56, SECRET.length);
        TestXorb xorb = TestXorb.of(decoy);
        XetHash file = TestShard.file(decoy, xorb).hash();
        HubApi.expect(commit(alice, secret, SECRET));
        HubApi.expect(thief.sendXorb(xorb));

        HubApi.expect(thief.sendShard(XetShardLies.declaring(decoy, xorb, SECRET)));

        assertThat(thief.get("/v2/reconstructions/" + file).status()).isEqualTo(409);
        assertThat(thief.get("/v2/reconstructions/" + SECRET_FILE).status()).isEqualTo(404);
        assertThat(commit(mallory, own, SECRET).status()).isEqualTo(400);
        HubRows.forgetRefutations(hub.hub());
        assertThat(commit(mallory, own, SECRET).status())
                .as("in the moment before anybody looked")
                .isEqualTo(200);
        RawHttp http = hub.http().bearer(mallory.token());
        String url = "/%s/resolve/main/file.bin".formatted(own);
        assertThat(http.get(url).status()).isEqualTo(409);
        assertThat(http.send("HEAD", url, new byte[0]).status()).isEqualTo(409);
        assertThat(hub.http()
                        .bearer(alice.token())
                        .get("/%s/resolve/main/file.bin".formatted(secret))
                        .bytes())
                .as("the victim's file")
                .isEqualTo(SECRET);

        thief.upload(SECRET);

        assertThat(http.get(url).bytes()).as("once they sent the right bytes").isEqualTo(SECRET);
    }

    @Test
    void tokenAndLinkEndWithTheHubsTokenTheyWereAskedWith() {
        JsonNode made = hub.admin()
                .post("/api/admin/users/%s/tokens".formatted(alice.name()), Map.of("name", "short", "scope", "write"));
        Cas cas = Cas.writing(hub, alice.withToken(made.get("token").asString()), secret);
        JsonNode plan = cas.reconstruction(SECRET_FILE);
        assertThat(Cas.fetch(hub, plan).status()).isEqualTo(206);

        hub.admin()
                .delete("/api/admin/users/%s/tokens/%s"
                        .formatted(alice.name(), made.get("id").asString()));

        expectAtEveryDoor(cas, 401);
        assertThat(Cas.fetch(hub, plan).status()).isEqualTo(403);
    }

    @Test
    void tokenAndLinkEndWithTheAccount() {
        JsonNode plan = owner.reconstruction(SECRET_FILE);

        hub.admin().post("/api/admin/users/%s/disable".formatted(alice.name()), Map.of());

        expectAtEveryDoor(owner, 401);
        assertThat(Cas.fetch(hub, plan).status()).isEqualTo(403);
    }

    @Test
    void tokenAndLinkEndWithTheMembership() {
        String organization = hub.newName("org");
        hub.admin().createOrganization(organization, true);
        hub.admin().addMember(organization, alice.name(), "write");
        hub.admin().addMember(organization, mallory.name(), "write");
        String shared = organization + "/shared";
        hub.api(alice).createModel(organization, "shared", true);
        Cas.writing(hub, alice, shared).upload(SECRET);
        Cas member = Cas.writing(hub, mallory, shared);
        JsonNode plan = member.reconstruction(SECRET_FILE);

        hub.admin().addMember(organization, mallory.name(), "read");
        assertThat(member.sendXorb(SECRET_XORB).status()).as("demoted").isEqualTo(403);
        assertThat(Cas.fetch(hub, plan).status()).as("demoted").isEqualTo(206);

        HubRows.removeMember(hub.hub(), organization, mallory.name());
        expectAtEveryDoor(member, 404);
        assertThat(Cas.fetch(hub, plan).status()).as("removed").isEqualTo(404);
    }

    @Test
    void tokenAndLinkEndWithTheRepositoryAndAreNotForTheNextOfItsName() {
        JsonNode plan = owner.reconstruction(SECRET_FILE);
        HubApi.expect(hub.http()
                .bearer(alice.token())
                .header("Content-Type", "application/json")
                .send(
                        "DELETE",
                        "/api/repos/delete",
                        HubApi.text(Map.of("name", "secret")).getBytes(StandardCharsets.UTF_8)));
        expectAtEveryDoor(owner, 404);

        hub.api(alice).createModel(alice.name(), "secret", true);

        expectAtEveryDoor(owner, 404);
        assertThat(Cas.fetch(hub, plan).status()).isEqualTo(404);
        assertThat(Cas.writing(hub, alice, secret)
                        .get("/v2/reconstructions/" + SECRET_FILE)
                        .status())
                .as("the next holds nothing of the last")
                .isEqualTo(404);
    }

    @Test
    void urlsOfAnotherStoreLeadNowhere() {
        expectAtEveryDoor(owner.ofEpoch("00000000"), 404);
        String link = Cas.link(owner.reconstruction(SECRET_FILE)).replaceFirst("/cas/[^/]+", "/cas/00000000");
        assertThat(hub.http().get(link).status()).isEqualTo(404);
    }

    @Test
    void linkIsForItsBytesOnly() {
        JsonNode plan = owner.reconstruction(SECRET_FILE);
        String link = Cas.link(plan);
        String name = link.replaceFirst(".*/", "");
        String store = link.substring(0, link.length() - name.length());

        assertThat(Cas.fetch(hub, plan).bytes()).isEqualTo(SECRET_XORB.bytes());
        for (String range :
                List.of("bytes=0-0", "bytes=0-", "bytes=-5", "bytes=0-1,2-3", "bytes=0-99999999", "x", "")) {
            RawHttp.Answer answer = hub.http().header("Range", range).get(link);
            assertThat(answer.status()).as(range).isEqualTo(416);
            assertThat(HubApi.json(answer).get("error").asString()).as(range).isNotBlank();
        }
        String ranOut = HubSignatures.ranOut(hub.hub(), "cas-fetch", name, Duration.ofSeconds(1));
        for (String other : List.of("x", owner.token(), name + "A", "A" + name, name.substring(1), ranOut)) {
            assertThat(hub.http().get(store + other).status()).as(other).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=400000-",
                "bytes=400000-400001",
                "bytes=9223372036854775807-",
                "bytes=18446744073709551615-",
                "bytes=-0"
            })
    void rangeBehindTheEndIs416(String range) {
        for (String version : List.of("v1", "v2")) {
            RawHttp.Answer answer = owner.get("/%s/reconstructions/%s".formatted(version, SECRET_FILE), range);
            assertThat(answer.status()).as(range).isEqualTo(416);
            assertThat(answer.header("Content-Range")).isEqualTo("bytes */400000");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=abc", "bytes=5-2", "lines=0-1", "bytes", "bytes=1-2,4-5", "bytes=--1", "\u00ff"})
    void rangeThatIsNoneMeansTheWholeFile(String range) {
        JsonNode whole = owner.reconstruction(SECRET_FILE);

        JsonNode asked = HubApi.expect(owner.get("/v2/reconstructions/" + SECRET_FILE, range));

        assertThat(asked.get("terms")).isEqualTo(whole.get("terms"));
        assertThat(asked.get("offset_into_first_range").asLong()).isZero();
    }
}
