package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.contract.kit.Account;
import granary.contract.kit.RawHttp;
import granary.contract.kit.RunningHub;
import granary.contract.kit.WebSession;
import granary.contract.kit.WithHub;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other people's web sites, stolen cookies and guessed passwords, against somebody who is signed in (security.md C). */
@WithHub
class AttackerWebIT {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern REVOKE = Pattern.compile("/settings/tokens/([0-9a-f-]{36})/revoke");

    private final RunningHub hub;
    private final Account alice;

    AttackerWebIT(RunningHub hub) {
        this.hub = hub;
        this.alice = hub.newUser("alice");
    }

    /** All that changes something, and the two forms that Spring Security handles before any controller. */
    static Stream<Door> changingDoors() {
        return Stream.concat(
                Doors.ALL.stream()
                        .filter(Door::changesSomething)
                        .filter(Door::readsSessions)
                        .filter(door -> door.kind() != Door.Kind.LINK),
                Stream.of(
                        Door.plain(Door.Kind.OPEN, "POST", "/login").sending(FORM, "username=x&password=y"),
                        Door.plain(Door.Kind.SELF, "POST", "/logout").sending(FORM, "")));
    }

    @ParameterizedTest
    @MethodSource("changingDoors")
    void sessionAloneChangesNothing(Door door) {
        hub.api(alice).createModel(alice.name(), "m", false);
        RawHttp session = WebSession.signIn(hub, alice).http();

        RawHttp.Answer answer = door.ask(session, "models", alice.name(), "m");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(session.get("/settings/tokens").status())
                .as("still signed in")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("changingDoors")
    void whatTheBrowserSaysComesFromElsewhereIsRefused(Door door) {
        hub.api(alice).createModel(alice.name(), "m", false);
        WebSession signedIn = WebSession.signIn(hub, alice);
        RawHttp session = signedIn.http().header("X-CSRF-TOKEN", signedIn.tokenAt("/settings/tokens"));

        for (Map.Entry<String, String> sign : Map.of("Sec-Fetch-Site", "cross-site", "Origin", "http://evil.example")
                .entrySet()) {
            RawHttp.Answer answer =
                    door.ask(session.header(sign.getKey(), sign.getValue()), "models", alice.name(), "m");
            assertThat(answer.status()).as(sign.toString()).isEqualTo(403);
        }
    }

    @Test
    void otherSitesMayNotReadAnswers() {
        RawHttp.Answer answer = WebSession.signIn(hub, alice)
                .http()
                .header("Origin", "http://evil.example")
                .get("/api/whoami-v2");

        assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
        assertThat(hub.http()
                        .header("Origin", "http://evil.example")
                        .header("Access-Control-Request-Method", "DELETE")
                        .send("OPTIONS", "/api/repos/delete", new byte[0])
                        .headers())
                .doesNotContainKey("access-control-allow-origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https://evil.example/",
                "/\\evil.example",
                "\\\\evil.example",
                "/%09/evil.example",
                "/\t/evil.example",
                "javascript:alert(1)",
                "data:text/html,x",
                "http:evil.example",
                "///evil.example",
                "/\r\nSet-Cookie: a=b",
                "evil.example",
                "@evil.example",
                "/.//evil.example",
            })
    void signingInLeadsNowhereElse(String next) {
        WebSession visitor = WebSession.visitor(hub);

        RawHttp.Answer answer = visitor.post(
                "/login", "/login", Map.of("username", alice.name(), "password", alice.password(), "next", next));

        String own = "(?:" + Pattern.quote(hub.url().toString()) + ")?/(?![/\\\\]).*";
        assertThat(answer.header("Location")).matches(own).doesNotContain("//evil", "\\");
        assertThat(answer.headers()).doesNotContainEntry("a", "b");
        RawHttp.Answer appearance = visitor.post("/settings/tokens", "/settings/appearance", Map.of("next", next));
        assertThat(appearance.header("Location")).matches(own).doesNotContain("//evil", "\\");
    }

    @Test
    void sessionIsNewAtEachSignInAndDeadAfterSigningOut() {
        WebSession session = WebSession.visitor(hub);
        session.get("/login");
        String before = session.cookies().toString();
        session.trySignIn(alice.name(), alice.password());
        RawHttp stolen = session.http();

        assertThat(session.cookies().toString()).isNotEqualTo(before);
        assertThat(stolen.get("/settings/tokens").status()).isEqualTo(200);
        session.post("/logout", "/logout", Map.of());

        assertThat(stolen.get("/settings/tokens").status()).isEqualTo(303);
    }

    @Test
    void sessionCookieIsOutOfReachOfScripts() {
        RawHttp.Answer answer = WebSession.visitor(hub).trySignIn(alice.name(), alice.password());

        assertThat(answer.header("Set-Cookie").lines().filter(line -> !line.startsWith("granary_csrf")))
                .isNotEmpty()
                .allMatch(line -> line.contains("HttpOnly") && line.contains("SameSite=Lax"));
    }

    @Test
    void nameWithANulIsAWrongNameAndNoError() {
        RawHttp.Answer answer = WebSession.visitor(hub).trySignIn("al\0ice", "guess");

        assertThat(answer.header("Location")).contains("/login?error").doesNotContain("server");
    }

    @Test
    void guessingPasswordsHasToWait() {
        WebSession guesser = WebSession.visitor(hub);
        for (int i = 0; i < 6; i++) {
            assertThat(guesser.trySignIn(alice.name(), "guess " + i).header("Location"))
                    .contains("error");
        }

        String refused = guesser.trySignIn(alice.name(), alice.password()).header("Location");

        assertThat(refused).contains("error").contains("wait");
        assertThat(guesser.trySignIn(hub.newUser("bob").name(), "guess").header("Location"))
                .as("others are not locked out")
                .doesNotContain("wait=");
    }

    @Test
    void wrongNameAndWrongPasswordLookAlike() {
        String wrongName = WebSession.visitor(hub)
                .trySignIn(hub.newName("nobody"), "guess")
                .header("Location");
        String wrongPassword =
                WebSession.visitor(hub).trySignIn(alice.name(), "guess").header("Location");

        assertThat(wrongName).isEqualTo(wrongPassword);
    }

    @Test
    void tokensOfOthersCannotBeRevoked() {
        Matcher own = REVOKE.matcher(
                WebSession.signIn(hub, alice).get("/settings/tokens").text());
        assertThat(own.find()).isTrue();
        WebSession mallory = WebSession.signIn(hub, hub.newUser("mallory"));
        String path = "/settings/tokens/" + own.group(1) + "/revoke";

        assertThat(mallory.get(path).status()).isEqualTo(404);
        assertThat(mallory.post("/settings/tokens", path, Map.of()).status()).isEqualTo(404);
        assertThat(hub.http().bearer(alice.token()).get("/api/whoami-v2").status())
                .isEqualTo(200);
    }

    @Test
    void setupIsOverOnceThereIsAnAdministrator() {
        assertThat(hub.http().get("/setup").status()).isEqualTo(404);
        assertThat(hub.http().post("/setup", FORM, "code=x").status()).isIn(403, 404);
    }

    @Test
    void pageBytesOfOthersNeverRunHere() {
        hub.api(alice).createModel(alice.name(), "pages", false);
        String id = alice.name() + "/pages";
        List<String> names = List.of("a.html", "a.svg", "a.xml", "a.xhtml", "a.js", "a.pdf", "a.htm", "a", "a.shtml");
        var softly = new SoftAssertions();
        for (String name : names) {
            hub.api(alice).commitFile(id, name, "<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>");
            for (String door : List.of("resolve", "raw")) {
                RawHttp.Answer answer = hub.http().get("/%s/%s/main/%s".formatted(id, door, name));
                String as = door + " " + name;
                softly.assertThat(answer.status()).as(as).isEqualTo(200);
                softly.assertThat(answer.header("Content-Security-Policy"))
                        .as(as)
                        .contains("sandbox");
                softly.assertThat(answer.header("X-Content-Type-Options"))
                        .as(as)
                        .isEqualTo("nosniff");
                softly.assertThat(answer.header("Content-Type"))
                        .as(as)
                        .doesNotContain("html")
                        .doesNotContain("/xml")
                        .doesNotContain("javascript");
                // A card draws these as images; opened by themselves they could act, so they are only ever saved.
                boolean savedOnly = answer.header("Content-Disposition").startsWith("attachment");
                softly.assertThat(savedOnly || answer.header("Content-Type").startsWith("text/plain"))
                        .as(as)
                        .isTrue();
            }
        }
        softly.assertAll();
    }
}
