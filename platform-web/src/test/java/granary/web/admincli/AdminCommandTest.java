package granary.web.admincli;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.Sha256;
import granary.web.Doors;
import granary.web.Hub;
import granary.web.settings.HubSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real hub, as {@code ./granary admin} asks it. */
class AdminCommandTest {
    @TempDir
    private static Path data;

    private static Hub hub;

    @BeforeAll
    static void start() {
        hub = Hub.start(HubSettings.onLoopback(data).withCache(Path.of("target", "postgres-cache")));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    /** What a command printed, and how it ended. */
    private record Outcome(int exit, String out, String err) {}

    @Test
    void accountsAreMadeListedLockedAndDeleted() {
        assertThat(ask(
                        "correct horse\n",
                        "user",
                        "create",
                        "ada",
                        "--full-name",
                        "Ada L",
                        "--email",
                        "ada@example.org",
                        "--admin",
                        "--password-stdin"))
                .isEqualTo(new Outcome(0, "ada is created.\n", ""));
        assertThat(ask("", "user", "list").out()).containsPattern("ada +Ada L +ada@example.org +yes +no");

        assertThat(ask("", "user", "disable", "ada").out()).isEqualTo("ada is disabled.\n");
        assertThat(ask("", "user", "list", "--json").out()).contains("\"disabled\":true");
        assertThat(ask("", "user", "enable", "ada").exit()).isZero();
        assertThat(ask("another horse\n", "user", "reset-password", "ada", "--password-stdin")
                        .exit())
                .isZero();
        assertThat(ask("", "user", "delete", "ada").exit()).isZero();
        assertThat(ask("", "user", "list").out()).doesNotContain("ada");
    }

    @Test
    void whatIsStoredIsToldOfAllOfANamespaceAndOfARepository() {
        assertThat(ask("", "stats").out()).contains("stored bytes", "damaged xorbs");
        assertThat(ask("", "stats", "--namespace", "nobody").out()).containsPattern("repositories +0");
        assertThat(ask("", "stats", "--repository", "models/nobody/nothing").exit())
                .isEqualTo(1);
        assertThat(ask("", "stats", "--repository", "nonsense"))
                .isEqualTo(new Outcome(1, "", "'nonsense' names no repository; one is such as models/alice/llama\n"));
        assertThat(ask("", "stats", "--repository", "a", "--namespace", "b").exit())
                .isEqualTo(2);
    }

    @Test
    void sweepsArePlannedAndDone() {
        Outcome planned = ask("", "sweep", "--dry-run");
        assertThat(planned.out()).containsPattern("dry run +yes").containsPattern("grace seconds +1900800");

        assertThat(ask("", "sweep", "--grace", "12h").out())
                .containsPattern("dry run +no")
                .containsPattern("grace seconds +43200")
                .containsPattern("\\nxorbs +0");
        assertThat(ask("", "sweep", "--grace", "soon"))
                .isEqualTo(new Outcome(2, "", "--grace is a number with a unit, such as 22d, 12h, 30m or 0s.\n"));
        assertThat(ask("", "sweep", "--grace", "999999d").err()).contains("graceSeconds");
    }

    @Test
    void scrubsTellWhatIsDamaged() {
        assertThat(ask("", "scrub").out()).endsWith("Nothing is damaged.\n");
        assertThat(ask("", "scrub", "--now").exit()).isZero();
    }

    @Test
    void aDamagedObjectIsToldWithTheRepositoriesThatItTouches() throws Exception {
        ask("correct horse\n", "user", "create", "marie", "--password-stdin");
        String token = ask("", "token", "create", "marie", "--name", "t", "--scope", "write")
                .out()
                .strip();
        var marie = new Doors(HttpClient.newHttpClient(), hub.url(), Optional.of(token));
        String id = marie.create("dataset", "radium", true);
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        send(marie, id, bytes);
        Path object;
        try (Stream<Path> files = Files.walk(data.resolve("objects/xorbs"))) {
            object = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.write(object, new byte[100]);

        Outcome damaged = ask("", "scrub", "--now");

        assertThat(damaged.exit()).isEqualTo(1);
        assertThat(damaged.out()).contains("DAMAGED XORB", object.getFileName().toString(), "datasets/marie/radium");
        assertThat(ask("", "stats").out()).containsPattern("damaged xorbs +1");
        assertThat(ask("", "stats", "--repository", "datasets/marie/radium").out())
                .containsPattern("contents +1")
                .containsPattern("unique bytes +300000 B");
        assertThat(marie.get("/api/datasets/marie/radium/storage")
                        .json()
                        .get("logicalBytes")
                        .asLong())
                .isEqualTo(300_000);
        send(marie, id, bytes);
        assertThat(ask("", "scrub").exit()).isZero();
        assertThat(ask("", "fsck", "--deep").exit()).isZero();
        assertThat(marie.deleteJson("/api/repos/delete", Map.of("type", "dataset", "name", "radium"))
                        .status())
                .isEqualTo(200);
        assertThat(ask("", "sweep", "--grace", "0s").out()).containsPattern("\\ncontents +1");
    }

    private static void send(Doors who, String dataset, byte[] bytes) {
        String link = who.postJson(
                        "/datasets/%s.git/info/lfs/objects/batch".formatted(dataset),
                        Map.of(
                                "operation",
                                "upload",
                                "objects",
                                List.of(Map.of(
                                        "oid",
                                        Sha256.of(Sha256.newDigest().digest(bytes))
                                                .hex(),
                                        "size",
                                        bytes.length))))
                .json()
                .at("/objects/0/actions/upload/href")
                .asString();
        assertThat(who.send("PUT", link, bytes).status()).isEqualTo(200);
    }

    @Test
    void tokensArePrintedOnceImportedListedAndRevoked() {
        ask("correct horse\n", "user", "create", "grace", "--password-stdin");

        Outcome made = ask("", "token", "create", "grace", "--name", "laptop", "--scope", "write");
        assertThat(made.out()).matches("hf_\\w+\\R");

        String own = "hf_" + "a1B2".repeat(10);
        assertThat(ask("", "token", "create", "grace", "--name", "old", "--scope", "read", "--value", own)
                        .out())
                .isEqualTo(own + "\n");

        Outcome list = ask("", "token", "list", "grace");
        assertThat(list.out())
                .containsPattern("laptop +write")
                .doesNotContain(made.out().strip());
        String id = list.out()
                .lines()
                .filter(line -> line.contains("laptop"))
                .findFirst()
                .orElseThrow()
                .split(" ", 2)[0];
        assertThat(ask("", "token", "revoke", "grace", id).exit()).isZero();
        assertThat(ask("", "token", "list", "grace").out()).doesNotContain("laptop");
    }

    @Test
    void organizationsHaveMembersWithRoles() {
        ask("correct horse\n", "user", "create", "joan", "--password-stdin");

        assertThat(ask("", "org", "create", "acme", "--full-name", "Acme Inc", "--private-by-default")
                        .exit())
                .isZero();
        assertThat(ask("", "org", "add-member", "acme", "joan", "--role", "write")
                        .out())
                .isEqualTo("joan is a member of acme (write).\n");
        assertThat(ask("", "org", "list").out()).containsPattern("acme +Acme Inc +yes");
        assertThat(ask("", "org", "add-member", "acme", "joan", "--role", "king")
                        .exit())
                .isEqualTo(1);
    }

    @Test
    void storeIsCountedAndChecked() {
        assertThat(ask("", "repo", "list")).isEqualTo(new Outcome(0, "None.\n", ""));
        assertThat(ask("", "stats").out()).containsPattern("stored bytes +0 B");
        assertThat(ask("", "stats", "--json").out()).contains("\"storedBytes\":0");
        assertThat(ask("", "fsck").out()).contains("No problems.");
    }

    @Test
    void whatTheHubRefusesIsSaidInItsWords() {
        Outcome outcome = ask("", "user", "disable", "no body/../x");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).isNotBlank().doesNotContain("{", "Exception");
    }

    @Test
    void misuseSaysTheUsage() {
        assertThat(ask("", "user", "frobnicate").err()).contains("No such command: 'user frobnicate'");
        assertThat(ask("", "user", "create").err()).startsWith("Usage: granary admin user create NAME");
        assertThat(ask("", "user", "list", "--jsn").err()).startsWith("Unknown flag --jsn");
        assertThat(ask("", "token", "create", "grace", "--name", "x").err()).startsWith("--scope is missing");
        assertThat(ask("", "user", "create", "x", "--password-stdin").err())
                .contains("Standard input holds no password");
        assertThat(ask("", "user", "list", "--jsn").exit()).isEqualTo(2);
        assertThat(ask("", "--help").out()).contains("user create NAME", "token revoke USER ID", "fsck [--deep]");
    }

    @Test
    void withoutAHubTheAnswerSaysHowToStartOne(@TempDir Path empty) throws Exception {
        assertThat(askAt(empty, "", "stats").err()).startsWith("No hub runs on " + empty);

        Files.writeString(empty.resolve("admin.json"), "{\"url\":\"http://127.0.0.1:1\",\"secret\":\"x\"}");
        assertThat(askAt(empty, "", "stats").err()).contains("does not answer");

        Files.writeString(empty.resolve("admin.json"), "{");
        assertThat(askAt(empty, "", "stats").err()).startsWith("Cannot read");

        Files.writeString(empty.resolve("admin.json"), "{\"url\":\"%s\",\"secret\":\"guess\"}".formatted(hub.url()));
        assertThat(askAt(empty, "", "stats").err()).contains("does not take the secret");
    }

    private static Outcome ask(String input, String... args) {
        return askAt(data, input, args);
    }

    private static Outcome askAt(Path folder, String input, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var command = new AdminCommand(Map.of("GRANARY_DATA", folder.toString()), folder);
        int exit = command.run(
                List.of(args),
                new StringReader(input),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
