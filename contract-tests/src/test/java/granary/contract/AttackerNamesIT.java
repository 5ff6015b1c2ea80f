package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.contract.kit.Account;
import granary.contract.kit.HubApi;
import granary.contract.kit.RawHttp;
import granary.contract.kit.RunningHub;
import granary.contract.kit.WithHub;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and URLs that mean something else to somebody (security.md B1, B2): never a file outside, never a 5xx. */
@WithHub
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttackerNamesIT {
    private static final List<String> PREFIXES = List.of(
            "/%s/resolve/main/", "/%s/raw/main/", "/%s/blob/main/", "/%s/tree/main/", "/api/models/%s/tree/main/");

    private final RunningHub hub;
    private final Account alice;
    private final RawHttp administrator;
    private final String id;

    AttackerNamesIT(RunningHub hub) {
        this.hub = hub;
        this.alice = hub.newUser("alice");
        this.administrator = hub.http()
                .bearer(hub.admin().createAdministrator(hub.newName("boss")).token());
        this.id = alice.name() + "/m";
        hub.api(alice).createModel(alice.name(), "m", false);
        hub.api(alice).commitFile(id, "deep/file.txt", "a file");
        hub.api(alice).createModel(alice.name(), "secret", true);
        hub.api(alice).commitFile(alice.name() + "/secret", "secret.txt", "the secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../../../etc/passwd",
                "..%2f..%2f..%2f..%2fetc%2fpasswd",
                "..%2F..%2F..%2Fetc%2Fpasswd",
                "%2e%2e/%2e%2e/%2e%2e/etc/passwd",
                "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
                "%252e%252e%252f%252e%252e%252fetc%252fpasswd",
                "..%252f..%252fetc/passwd",
                "..;/..;/etc/passwd",
                "..;x=y/etc/passwd",
                "..\\..\\etc\\passwd",
                "..%5c..%5cetc%5cpasswd",
                "%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd",
                "%c0%af%c0%afetc/passwd",
                "%e0%80%ae%e0%80%ae/etc/passwd",
                "..%00/etc/passwd",
                "deep/file.txt%00.png",
                "deep//file.txt",
                "//etc/passwd",
                "/etc/passwd",
                "./deep/file.txt",
                "deep/./file.txt",
                "deep/../deep/file.txt",
                "deep/%2e%2e/deep/file.txt",
                ".git/config",
                "%2egit/config",
                "..../....//etc/passwd",
                "..%u2215..%u2215etc",
                "%uff0e%uff0e/etc/passwd",
                "%ff%fe",
                "%",
                "%zz",
                "deep/file.txt/..",
                "deep/file.txt/../../../secret/resolve/main/secret.txt",
                "../../secret/resolve/main/secret.txt",
                "..%2f..%2fsecret%2fresolve%2fmain%2fsecret.txt",
                "\u0007",
                "a\u007fb",
            })
    void pathThatClimbsGetsNowhere(String path) {
        var softly = new SoftAssertions();
        for (String prefix : PREFIXES) {
            String target = prefix.formatted(id) + path;
            for (RawHttp http : List.of(hub.http(), hub.http().bearer(alice.token()))) {
                RawHttp.Answer answer = http.get(target);
                softly.assertThat(answer.status()).as(target).isIn(400, 401, 404);
                softly.assertThat(answer.text()).as(target).doesNotContain("root:", "the secret");
            }
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"refs%2Fheads%2Fmain", "refs/heads/main", "main"})
    void revisionMayBeWrittenEitherWay(String revision) {
        assertThat(hub.http()
                        .get("/%s/resolve/%s/deep/file.txt".formatted(id, revision))
                        .text())
                .isEqualTo("a file");
        assertThat(hub.http()
                        .get("/%s/resolve/%s/deep%%2Ffile.txt".formatted(id, revision))
                        .text())
                .isEqualTo("a file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..%2f..", "refs%2F..%2F..%2Fsecret", "%00", "main%00", "main^{/x}", "main@{0}", "main:deep", "-x",
                "--upload-pack=x", "main~1", "HEAD^{tree}", "a..b", "%2e%2e", "refs/heads/..", "+main", "main%0aX: y"
            })
    void revisionThatMeansMoreGetsNowhere(String revision) {
        for (String target : List.of(
                "/%s/resolve/%s/deep/file.txt",
                "/api/models/%s/tree/%s", "/api/models/%s/revision/%s", "/%s/tree/%s")) {
            RawHttp.Answer answer = hub.http().bearer(alice.token()).get(target.formatted(id, revision));
            assertThat(answer.status()).as(target.formatted(id, revision)).isIn(400, 404);
            assertThat(answer.headers()).doesNotContainKey("x");
        }
    }

    static Stream<String> hostileNames() {
        return Stream.of(
                "",
                ".",
                "..",
                "...",
                "-",
                "-x",
                "--upload-pack=touch",
                "a--b",
                "a..b",
                ".a",
                "a.",
                "a/b",
                "a\\b",
                "a b",
                "a\tb",
                "a\nb",
                "a\u0000b",
                "a%2fb",
                "a;b",
                "a:b",
                "a|b",
                "$(id)",
                "`id`",
                "'",
                "\"",
                "<b>",
                "a?b",
                "a#b",
                "a&b",
                "*",
                "~",
                "~root",
                "a.git",
                "a@b",
                "a@{0}",
                ".git",
                "CON\u00a0",
                "\u202eabc",
                "e\u0301",
                "\u0430dmin",
                "\ud83c\udf3e",
                "模型",
                "\ufeffa",
                "\u200ba",
                "a".repeat(300),
                "a".repeat(97),
                "../../x",
                "/etc/passwd",
                "a\r\nb",
                "{{7*7}}",
                "${7*7}",
                "%s%n",
                "null\u0000");
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void hostileNamesAreRefusedAsNames(String name) {
        RawHttp http = hub.http().bearer(alice.token());

        RawHttp.Answer made = http.postJson("/api/repos/create", HubApi.text(Map.of("name", name)));
        RawHttp.Answer namespace = http.postJson(
                "/api/repos/create", HubApi.text(Map.of("name", "x", "organization", name.isEmpty() ? " " : name)));
        RawHttp.Answer type = http.postJson("/api/repos/create", HubApi.text(Map.of("name", "x", "type", name + "!")));

        // With a slash it is another namespace's, which says so first.
        assertThat(made.status()).as("name").isEqualTo(name.equals("a/b") ? 403 : 400);
        assertThat(namespace.status()).as("namespace").isIn(400, 403, 404);
        assertThat(type.status()).as("type").isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void hostileNamesInUrlsAreOrdinaryNotFound(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        var softly = new SoftAssertions();
        for (String target : List.of(
                "/%s",
                "/%s/m",
                "/" + alice.name() + "/%s",
                "/api/models/%s/m",
                "/api/datasets/%s",
                "/datasets/%s/m",
                "/%s/m.git/info/refs?service=git-upload-pack",
                "/" + id + "/commit/%s",
                "/api/models?search=%s",
                "/models?search=%s&sort=%s",
                "/login?next=%s")) {
            int status = hub.http().get(target.replace("%s", encoded)).status();
            softly.assertThat(status).as(target.replace("%s", encoded)).isLessThan(500);
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void hostileAccountNamesAreRefused(String name) {
        String body = HubApi.text(Map.of("name", name, "fullName", name, "password", "a long enough password"));

        for (String path : List.of("/api/admin/users", "/api/admin/orgs")) {
            RawHttp.Answer answer = administrator.postJson(path, body);
            assertThat(answer.status()).as(path).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"api", "settings", "login", "admin", "new", "datasets", "models", "a", "health", "setup", "v1"})
    void nameOfAPageIsNobodysName(String name) {
        assertThat(administrator
                        .postJson("/api/admin/orgs", HubApi.text(Map.of("name", name)))
                        .status())
                .isIn(400, 409);
    }
}
