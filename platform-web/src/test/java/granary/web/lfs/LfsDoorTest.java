package granary.web.lfs;

import static org.assertj.core.api.Assertions.assertThat;

import granary.web.Doors;
import granary.web.Doors.Answer;
import granary.web.TestHub;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The batch call and the links it gives out. */
class LfsDoorTest {
    private final TestHub hub = TestHub.shared();
    private final Doors alice = hub.alice();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String oid(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Answer batch(Doors who, String id, String operation, Object oid, Object size) {
        return batch(who, id, operation, List.of("basic", "multipart"), oid, size);
    }

    private static Answer batch(
            Doors who, String id, String operation, List<String> transfers, Object oid, Object size) {
        return who.postJson(
                "/%s.git/info/lfs/objects/batch".formatted(id),
                Map.of(
                        "operation",
                        operation,
                        "transfers",
                        transfers,
                        "hash_algo",
                        "sha_256",
                        "objects",
                        List.of(Map.of("oid", oid, "size", size))));
    }

    private static JsonNode object(Doors who, String id, String operation, byte[] content) {
        return batch(who, id, operation, oid(content), content.length).json().at("/objects/0");
    }

    private String uploadLink(String id, byte[] content) {
        return object(alice, id, "upload", content).at("/actions/upload/href").asString();
    }

    private void upload(String id, byte[] content) {
        assertThat(hub.stranger().send("PUT", uploadLink(id, content), content).status())
                .isEqualTo(200);
    }

    @Test
    void objectGoesInIsVerifiedAndComesOut() {
        String id = alice.create("model", "lfs-there-and-back", false);
        byte[] content = bytes("some weights");

        Answer batch = batch(alice, id, "upload", oid(content), content.length);
        JsonNode actions = batch.json().at("/objects/0/actions");
        Answer put = hub.stranger().send("PUT", actions.at("/upload/href").asString(), content);
        Answer verified = hub.stranger()
                .postJson(actions.at("/verify/href").asString(), Map.of("oid", oid(content), "size", content.length));

        assertThat(batch.header("Content-Type")).startsWith("application/vnd.git-lfs+json");
        assertThat(batch.json().get("transfer").asString()).isEqualTo("basic");
        assertThat(batch.json().get("hash_algo").asString()).isEqualTo("sha256");
        assertThat(batch.json().at("/objects/0/authenticated").asBoolean()).isTrue();
        assertThat(put.status()).isEqualTo(200);
        assertThat(verified.status()).isEqualTo(200);
        String link = object(hub.stranger(), id, "download", content)
                .at("/actions/download/href")
                .asString();
        assertThat(hub.stranger().get(link).body()).isEqualTo(content);
        Answer part = hub.stranger().get(link, "Range", "bytes=5-");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("weights");
        assertThat(object(alice, id, "upload", content).has("actions")).isFalse();
    }

    @Test
    void clientThatOffersXetIsToldWhereToSendByIt() {
        String id = alice.create("model", "lfs-or-xet", false);
        byte[] content = bytes("weights for either way");
        List<String> offered = List.of("basic", "multipart", "xet");

        Answer batch = batch(alice, id, "upload", offered, oid(content), content.length);
        JsonNode upload = batch.json().at("/objects/0/actions/upload");

        assertThat(batch.json().get("transfer").asString()).isEqualTo("xet");
        assertThat(upload.get("href").asString()).endsWith("/api/models/%s/xet-write-token/main".formatted(id));
        assertThat(upload.at("/header/X-Xet-Cas-Url").asString()).matches("http://.+/cas/[0-9a-z]{8}");
        assertThat(upload.at("/header/X-Xet-Access-Token").asString()).isNotEmpty();
        assertThat(upload.at("/header/X-Xet-Token-Expiration").asString()).matches("[0-9]{10}");
        upload(id, content);
        assertThat(batch(alice, id, "upload", offered, oid(content), content.length)
                        .json()
                        .at("/objects/0")
                        .has("actions"))
                .as("what is there already need not be sent")
                .isFalse();
        assertThat(batch(alice, id, "download", offered, oid(content), content.length)
                        .json()
                        .get("transfer")
                        .asString())
                .isEqualTo("basic");
    }

    @Test
    void otherBytesThanDeclaredAre422AndNothingIsKept() {
        String id = alice.create("model", "lfs-liar", false);
        byte[] content = bytes("what was declared");
        byte[] others = bytes("what was smuggled");

        Answer wrongHash = hub.stranger().send("PUT", uploadLink(id, content), others);
        Answer wrongSize = hub.stranger().send("PUT", uploadLink(id, content), bytes("short"));

        assertThat(wrongHash.status()).isEqualTo(422);
        assertThat(wrongHash.header("Content-Type")).startsWith("application/vnd.git-lfs+json");
        assertThat(wrongHash.json().has("message")).isTrue();
        assertThat(wrongSize.status()).isEqualTo(422);
        for (byte[] bytes : List.of(content, others)) {
            assertThat(object(alice, id, "upload", bytes).has("actions")).isTrue();
            assertThat(object(alice, id, "download", bytes).at("/error/code").asInt())
                    .isEqualTo(404);
        }
    }

    @Test
    void knowingAHashGivesNoRightToTheBytes() {
        String hidden = alice.create("model", "lfs-secret", true);
        byte[] secret = bytes("nobody else's weights");
        upload(hidden, secret);
        String mine = hub.mallory().create("model", "lfs-thief", false);

        JsonNode wanted = object(hub.mallory(), mine, "upload", secret);

        assertThat(wanted.at("/actions/upload/href").asString()).isNotEmpty();
        assertThat(object(hub.mallory(), mine, "download", secret)
                        .at("/error/code")
                        .asInt())
                .isEqualTo(404);
        assertThat(hub.stranger()
                        .send("PUT", wanted.at("/actions/upload/href").asString(), new byte[secret.length])
                        .status())
                .isEqualTo(422);
        assertThat(hub.mallory()
                        .commit(
                                "models/" + mine,
                                Doors.line("lfsFile", Map.of("path", "m.bin", "algo", "sha256", "oid", oid(secret))))
                        .status())
                .isEqualTo(400);
        assertThat(object(hub.mallory(), mine, "download", secret)
                        .at("/error/code")
                        .asInt())
                .isEqualTo(404);
    }

    @Test
    void linkEndsWithItsToken() {
        String id = alice.create("model", "lfs-revoked", true);
        TestHub.Revocable brief = hub.aliceForAWhile("brief");
        byte[] content = bytes("too late");
        byte[] known = bytes("known");
        upload(id, known);
        String up = object(brief.doors(), id, "upload", content)
                .at("/actions/upload/href")
                .asString();
        String down = object(brief.doors(), id, "download", known)
                .at("/actions/download/href")
                .asString();
        assertThat(hub.stranger().get(down).status()).isEqualTo(200);

        brief.revoke().run();

        assertThat(hub.stranger().send("PUT", up, content).status()).isEqualTo(403);
        assertThat(hub.stranger().get(down).status()).isEqualTo(403);
    }

    @Test
    void linkIsForOneObjectOfOneRepositoryAndOneAction() {
        String id = alice.create("model", "lfs-links", false);
        String other = alice.create("model", "lfs-links-other", false);
        byte[] content = bytes("linked");
        String up = uploadLink(id, content);
        upload(id, content);
        String down = object(alice, id, "download", content)
                .at("/actions/download/href")
                .asString();

        assertThat(hub.stranger().get(up).status()).isEqualTo(403);
        assertThat(hub.stranger().send("PUT", down, content).status()).isEqualTo(403);
        assertThat(hub.stranger()
                        .get(down.replace(oid(content), oid(bytes("x"))))
                        .status())
                .isEqualTo(403);
        assertThat(hub.stranger().get(down.replace(id, other)).status()).isIn(401, 404);
        assertThat(hub.stranger().get(down.replace("grant=", "grant=A")).status())
                .isEqualTo(403);
        assertThat(hub.stranger().get(down.substring(0, down.indexOf('?'))).status())
                .isEqualTo(403);
    }

    @Test
    void deletedRepositorysLinksDontOpenItsSuccessor() {
        String id = alice.create("model", "lfs-reborn", false);
        byte[] content = bytes("of the first life");
        upload(id, content);
        String down = object(alice, id, "download", content)
                .at("/actions/download/href")
                .asString();
        alice.deleteJson("/api/repos/delete", Map.of("name", "lfs-reborn"));
        alice.create("model", "lfs-reborn", false);

        assertThat(hub.stranger().get(down).status()).isIn(401, 404);
        assertThat(object(alice, id, "download", content).at("/error/code").asInt())
                .isEqualTo(404);
    }

    @Test
    void oddObjectsAreRefusedOneByOne() {
        String id = alice.create("model", "lfs-odd", false);

        for (Map.Entry<Object, Object> odd : List.<Map.Entry<Object, Object>>of(
                Map.entry("nonsense", 1), Map.entry("AB".repeat(32), 1), Map.entry("ab".repeat(32), -1))) {
            Answer answer = batch(alice, id, "upload", odd.getKey(), odd.getValue());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().at("/objects/0/error/code").asInt()).isEqualTo(422);
        }
        assertThat(batch(alice, id, "upload", "ab".repeat(32), 2L << 40)
                        .json()
                        .at("/objects/0/error/code")
                        .asInt())
                .isEqualTo(413);
        assertThat(batch(alice, id, "nonsense", "ab".repeat(32), 1).status()).isEqualTo(422);
        assertThat(alice.postJson("/%s.git/info/lfs/objects/batch".formatted(id), Map.of("operation", "upload"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void bodyIsBytesWhateverItsTypeSays() {
        String id = alice.create("model", "lfs-form", false);
        byte[] content = bytes("a=1&b=2");

        Answer put = hub.stranger()
                .send("PUT", uploadLink(id, content), content, "Content-Type", "application/x-www-form-urlencoded");

        assertThat(put.status()).isEqualTo(200);
    }

    @Test
    void emptyObjectIsAnObject() {
        String id = alice.create("model", "lfs-empty", false);
        byte[] nothing = new byte[0];

        upload(id, nothing);

        String link = object(alice, id, "download", nothing)
                .at("/actions/download/href")
                .asString();
        assertThat(hub.stranger().get(link).body()).isEmpty();
    }

    @Test
    void strangersAreAskedToSignInAndOthersFindNothing() {
        String id = alice.create("model", "lfs-hidden", true);
        Answer stranger = batch(hub.stranger(), id, "download", "ab".repeat(32), 1);
        Answer mallory = batch(hub.mallory(), id, "download", "ab".repeat(32), 1);
        String open = alice.create("model", "lfs-open", false);

        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.header("WWW-Authenticate")).startsWith("Basic");
        assertThat(stranger.header("LFS-Authenticate")).startsWith("Basic");
        assertThat(mallory.status()).isEqualTo(404);
        assertThat(batch(hub.stranger(), open, "upload", "ab".repeat(32), 1).status())
                .isEqualTo(401);
        assertThat(batch(hub.mallory(), open, "upload", "ab".repeat(32), 1).status())
                .isEqualTo(403);
        assertThat(batch(hub.aliceReading(), open, "upload", "ab".repeat(32), 1).status())
                .isEqualTo(403);
    }

    @Test
    void thereAreNoLocks() {
        String id = alice.create("model", "lfs-locks", false);

        Answer verify = alice.postJson("/%s.git/info/lfs/locks/verify".formatted(id), Map.of());

        assertThat(verify.status()).isEqualTo(404);
        assertThat(verify.json().get("message").asString()).contains("no LFS file locks");
        assertThat(hub.stranger()
                        .postJson("/%s.git/info/lfs/locks/verify".formatted(id), Map.of())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void datasetsHaveTheirObjectsUnderTheirOwnAddress() {
        String id = "datasets/" + alice.create("dataset", "lfs-data", false);
        byte[] content = bytes("rows");

        upload(id, content);

        assertThat(object(alice, id, "download", content)
                        .at("/actions/download/href")
                        .asString())
                .startsWith(hub.url() + "/datasets/alice/lfs-data.git/info/lfs/objects/");
    }
}
