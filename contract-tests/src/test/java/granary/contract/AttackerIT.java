package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.contract.Door.Kind;
import granary.contract.kit.Account;
import granary.contract.kit.InProcessHub;
import granary.contract.kit.RawHttp;
import granary.contract.kit.WebSession;
import granary.contract.kit.WithHub;
import granary.web.HubDoors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Strangers, guests and thieves at every door of the hub ({@link Doors}). */
@WithHub
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttackerIT {
    private static final List<String> TYPES = List.of("models", "datasets", "spaces", "code");
    private static final String REQUEST_ID = "one-id-for-all";

    /** Of one length, so that answers may be compared to the byte. */
    private static final String HIDDEN = "hidden-one";

    private static final String ABSENT = "absent-one";
    private static final String SHOWN = "public-one";

    private final InProcessHub hub;
    private final Account owner;
    private final Account builder;
    private final Account stranger;
    private final String readToken;
    private final String strangersReadToken;
    private final RawHttp session;
    private final Map<String, String> commits = new TreeMap<>();
    private String epoch = "";

    AttackerIT(InProcessHub hub) {
        this.hub = hub;
        this.owner = hub.newUser("owner");
        this.builder = hub.newUser("builder");
        this.stranger = hub.newUser("mallory");
        this.readToken = hub.admin().createToken(owner.name(), "read");
        this.session = WebSession.signIn(hub, stranger).http();
        this.strangersReadToken = hub.admin().createToken(stranger.name(), "read");
    }

    @BeforeAll
    void makeRepositories() {
        for (String type : TYPES) {
            make(owner, type, HIDDEN, true);
            make(owner, type, SHOWN, false);
        }
        String casUrl = hub.api(owner)
                .get("/api/models/%s/%s/xet-read-token/main".formatted(owner.name(), SHOWN))
                .get("casUrl")
                .asString();
        epoch = casUrl.substring(casUrl.lastIndexOf('/') + 1);
    }

    private String commit(String type, String name) {
        return commits.getOrDefault(type + name, "0".repeat(40));
    }

    private void make(Account owner, String type, String name, boolean hidden) {
        String singular = type.equals("code") ? type : type.substring(0, type.length() - 1);
        hub.api(owner).createRepository(singular, owner.name(), name, hidden);
        String id = owner.name() + "/" + name;
        commits.put(type + name, hub.api(owner).commit(type, id, "Add a card", "README.md", "# A card\n"));
    }

    Stream<Door> doors() {
        return Doors.ALL.stream().map(door -> door.in(epoch));
    }

    Stream<Door> doorsOfRepositories() {
        return doors().filter(Door::isOfRepository);
    }

    Stream<Door> doorsThatReadTokens() {
        return doors().filter(Door::readsTokens);
    }

    @Test
    void everyDoorOfTheHubIsInTheTable() {
        Set<String> known = new TreeSet<>();
        doors().forEach(door -> known.addAll(door.patterns()));

        Set<String> real = HubDoors.of(hub.hub());
        assertThat(real.stream().filter(door -> !known.contains(door)))
                .as("doors of the hub that the table Doors lacks: add them there (docs/testing.md)")
                .isEmpty();
        assertThat(known.stream().filter(door -> !real.contains(door)))
                .as("doors in the table Doors that the hub has no longer")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("doorsOfRepositories")
    void hiddenRepositoryIsAnsweredLikeOneThatIsNotThere(Door door) {
        var softly = new SoftAssertions();
        for (String type : TYPES) {
            Door named = door.naming(commit(type, HIDDEN));
            for (RawHttp caller : List.of(
                    hub.http(), hub.http().bearer(stranger.token()), hub.http().bearer(strangersReadToken), session)) {
                RawHttp http = caller.header("X-Request-Id", REQUEST_ID);
                String hidden = seen(named.ask(http, type, owner.name(), HIDDEN));
                String absent = seen(named.ask(http, type, owner.name(), ABSENT));
                softly.assertThat(hidden)
                        .as("%s %s", type, door)
                        .isEqualTo(absent)
                        .doesNotStartWith("2")
                        .doesNotStartWith("5");
            }
        }
        softly.assertAll();
    }

    /** Everything of an answer but the time, the caller's fresh secrets, and which of the two names was asked for. */
    private static String seen(RawHttp.Answer answer) {
        Map<String, String> headers = new TreeMap<>(answer.headers());
        headers.remove("date");
        headers.computeIfPresent("set-cookie", (name, value) -> value.replaceAll("=[^;\n]{8,}", "=…"));
        return "%d %s%n%s"
                .formatted(
                        answer.status(),
                        headers,
                        answer.text().replaceAll("(name=\"_csrf\" value|content)=\"[^\"]{20,}\"", "$1=\"…\""))
                .replace(HIDDEN, "NAME")
                .replace(ABSENT, "NAME");
    }

    @ParameterizedTest
    @MethodSource("doorsOfRepositories")
    void ownerPassesSoThatTheTableTestsWhatItSays(Door door) {
        var softly = new SoftAssertions();
        for (String type : TYPES) {
            String name = door.kind() == Kind.READ ? HIDDEN : hub.newName("control");
            // What is changed belongs to somebody else, whose many repositories crowd nobody's list.
            Account holder = door.kind() == Kind.READ ? owner : builder;
            if (door.kind() != Kind.READ) {
                make(holder, type, name, true);
            }
            int status = door.naming(commit(type, name))
                    .ask(hub.http().bearer(holder.token()), type, holder.name(), name)
                    .status();
            if (door.kind() == Kind.LINK || door.kind() == Kind.CAS) {
                softly.assertThat(status).as("%s %s", type, door).isBetween(400, 499);
            } else {
                softly.assertThat(status).as("%s %s", type, door).isBetween(200, 399);
            }
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @MethodSource("doorsOfRepositories")
    void readersMayLookButNotTouch(Door door) {
        var softly = new SoftAssertions();
        for (String type : TYPES) {
            String as = "%s %s".formatted(type, door);
            int anonymous = status(door, type, "");
            int other = status(door, type, stranger.token());
            int ownersReadToken = status(door, type, readToken);
            switch (door.kind()) {
                case READ ->
                    softly.assertThat(List.of(anonymous, other, ownersReadToken))
                            .as(as)
                            .allMatch(status -> status < 400);
                case WRITE, MANAGE -> {
                    softly.assertThat(anonymous).as(as + " anonymous").isIn(401, 303);
                    softly.assertThat(other).as(as + " somebody else").isEqualTo(403);
                    softly.assertThat(ownersReadToken).as(as + " read token").isEqualTo(403);
                }
                default -> softly.assertThat(List.of(anonymous, other)).as(as).allMatch(status -> status >= 400);
            }
        }
        softly.assertAll();
    }

    private int status(Door door, String type, String token) {
        return door.naming(commit(type, SHOWN))
                .ask(hub.http().as(token), type, owner.name(), SHOWN)
                .status();
    }

    @ParameterizedTest
    @MethodSource("doorsThatReadTokens")
    void tokenThatIsNoTokenIs401AtEveryDoor(Door door) {
        var softly = new SoftAssertions();
        for (RawHttp http : wrongCredentials()) {
            for (String name : List.of(SHOWN, HIDDEN, ABSENT)) {
                RawHttp.Answer answer = door.ask(http, "models", owner.name(), name);
                softly.assertThat(answer.status()).as("%s %s", name, door).isEqualTo(401);
                softly.assertThat(answer.header("X-Error-Code"))
                        .as("%s %s", name, door)
                        .isEmpty();
            }
        }
        softly.assertAll();
    }

    private List<RawHttp> wrongCredentials() {
        return List.of(
                hub.http().bearer("hf_" + "x".repeat(34)),
                hub.http().bearer(""),
                hub.http().bearer(owner.token() + "x"),
                hub.http().bearer(owner.token().substring(0, owner.token().length() - 1)),
                hub.http().basic(owner.name(), owner.password()),
                hub.http().header("Authorization", "Basic !!!"),
                hub.http().header("Authorization", "Negotiate abc"),
                hub.http().bearer("granary_admin_" + "0".repeat(64)));
    }

    @ParameterizedTest
    @MethodSource("doorsOfRepositories")
    void tokenAnywhereButInTheHeaderIsNoToken(Door door) {
        var softly = new SoftAssertions();
        String anonymous = seen(ask(door, hub.http(), ""));
        for (String query : List.of("token", "access_token", "private_token", "hf_token", "api_key")) {
            RawHttp.Answer answer = ask(door, hub.http(), query + "=" + owner.token());
            softly.assertThat(answer.status())
                    .as("%s ?%s=", door, query)
                    .isEqualTo(Integer.parseInt(anonymous.substring(0, 3)));
        }
        for (String header : List.of("X-Token", "X-Auth-Token", "Private-Token", "X-Forwarded-User", "X-Remote-User")) {
            String value = header.endsWith("User") ? owner.name() : owner.token();
            softly.assertThat(seen(ask(door, hub.http().header(header, value), "")))
                    .as("%s %s", door, header)
                    .isEqualTo(anonymous.replaceFirst("x-request-id=[^,}]*", "x-request-id=" + REQUEST_ID));
        }
        softly.assertAll();
    }

    private RawHttp.Answer ask(Door door, RawHttp http, String query) {
        String joined =
                query.isEmpty() ? door.target() : door.target() + (door.target().contains("?") ? "&" : "?") + query;
        return door.at(joined).ask(http.header("X-Request-Id", REQUEST_ID), "models", owner.name(), HIDDEN);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void everyAnswerCarriesTheSecurityHeaders(Door door) {
        var softly = new SoftAssertions();
        for (RawHttp http : List.of(
                hub.http(),
                hub.http().bearer(readToken),
                hub.http().bearer("hf_wrong"),
                hub.http().bearer(readToken).header("Range", "bytes=0-1"),
                hub.http().header("Host", "evil.example"))) {
            RawHttp.Answer answer = door.ask(http, "models", owner.name(), SHOWN);
            String as = "%s: %d".formatted(door, answer.status());
            softly.assertThat(answer.header("X-Content-Type-Options")).as(as).isEqualTo("nosniff");
            softly.assertThat(answer.header("Content-Security-Policy")).as(as).contains("frame-ancestors 'none'");
            softly.assertThat(answer.header("X-Frame-Options")).as(as).isEqualTo("DENY");
            softly.assertThat(answer.header("Referrer-Policy")).as(as).isEqualTo("same-origin");
            softly.assertThat(answer.header("X-Request-Id")).as(as).isNotEmpty();
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @MethodSource("doors")
    void hostThatIsNotOursIsRefused(Door door) {
        for (String host : List.of("evil.example", "evil.example:80", "127.0.0.1.evil.example", "")) {
            assertThat(door.ask(hub.http().header("Host", host), "models", owner.name(), SHOWN)
                            .status())
                    .as("%s at %s", host, door)
                    .isIn(400, 421);
        }
    }

    @Test
    void administratorsDoorsAreForAdministrators() {
        Account boss = hub.admin().createAdministrator(hub.newName("boss"));
        String bossesWriteToken = hub.admin().createToken(boss.name(), "write");
        var softly = new SoftAssertions();
        doors().filter(door -> door.kind() == Kind.ADMIN).forEach(door -> {
            softly.assertThat(status(door, "models", "")).as(door.toString()).isEqualTo(401);
            softly.assertThat(status(door, "models", owner.token()))
                    .as(door.toString())
                    .isEqualTo(403);
            softly.assertThat(status(door, "models", bossesWriteToken))
                    .as(door.toString())
                    .isEqualTo(403);
            if (door.method().equals("GET")) {
                softly.assertThat(status(door, "models", boss.token()))
                        .as(door.toString())
                        .isEqualTo(200);
            }
        });
        softly.assertAll();
    }

    @Test
    void listsShowNothingHidden() {
        var softly = new SoftAssertions();
        doors().filter(door -> door.kind() == Kind.LIST).forEach(door -> {
            boolean showsNewestOnly = door.target().equals("/");
            for (String type : TYPES) {
                for (String token : List.of("", stranger.token())) {
                    String text = listing(door, type, token);
                    softly.assertThat(text).as("%s %s", type, door).doesNotContain(HIDDEN);
                    softly.assertThat(showsNewestOnly || text.contains(SHOWN))
                            .as("%s %s shows what is public", type, door)
                            .isTrue();
                }
                softly.assertThat(showsNewestOnly
                                || listing(door, type, readToken).contains(HIDDEN))
                        .as("%s %s shows the owner everything", type, door)
                        .isTrue();
            }
        });
        softly.assertAll();
    }

    private String listing(Door door, String type, String token) {
        return door.ask(hub.http().as(token), type, owner.name(), HIDDEN).text();
    }

    @Test
    void whatBelongsToTheCallerAsksWhoThatIs() {
        var softly = new SoftAssertions();
        doors().filter(door -> door.kind() == Kind.SELF && !door.changesSomething())
                .forEach(door -> {
                    RawHttp.Answer answer = door.ask(hub.http(), "models", owner.name(), SHOWN);
                    softly.assertThat(answer.status()).as(door.toString()).isIn(401, 303);
                    if (answer.status() == 303) {
                        softly.assertThat(answer.header("Location"))
                                .as(door.toString())
                                .startsWith("/login?next=");
                    }
                });
        softly.assertAll();
    }

    @Test
    void takingLongerTellsNothing() {
        List<Long> hidden = new ArrayList<>();
        List<Long> absent = new ArrayList<>();
        Door door = Door.api(Kind.READ, "GET", "", "");
        RawHttp http = hub.http().bearer(stranger.token());
        for (int i = 0; i < 120; i++) {
            hidden.add(nanos(door, http, HIDDEN));
            absent.add(nanos(door, http, ABSENT));
        }

        double ratio = (double) median(hidden.subList(20, 120)) / median(absent.subList(20, 120));

        assertThat(ratio).isBetween(0.5, 2.0);
    }

    private long nanos(Door door, RawHttp http, String name) {
        long start = System.nanoTime();
        door.ask(http, "models", owner.name(), name);
        return System.nanoTime() - start;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    @Test
    void tokenOfSomebodyWhoWasDisabledOpensNothing() {
        Account gone = hub.newUser("gone");
        assertThat(hub.http().bearer(gone.token()).get("/api/whoami-v2").status())
                .isEqualTo(200);

        hub.admin().post("/api/admin/users/%s/disable".formatted(gone.name()), Map.of());

        assertThat(hub.http().bearer(gone.token()).get("/api/whoami-v2").status())
                .isEqualTo(401);
    }
}
