package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.contract.kit.Account;
import granary.contract.kit.BuiltHub;
import granary.contract.kit.Launcher;
import granary.contract.kit.Shell;
import granary.contract.kit.WebSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./granary admin} as a command, each command once; what it did is seen through the hub. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminCommandIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> COMMANDS = List.of(
            "user create",
            "user list",
            "user disable",
            "user enable",
            "user delete",
            "user reset-password",
            "org create",
            "org list",
            "org add-member",
            "token create",
            "token list",
            "token revoke",
            "repo list",
            "stats",
            "fsck",
            "sweep",
            "scrub",
            "objects new-epoch",
            "objects copy");

    private final Launcher launcher;
    private final BuiltHub hub;

    AdminCommandIT(@TempDir Path folder) {
        this.launcher = Launcher.built();
        this.hub = launcher.start(folder.resolve("data"));
        // Until there is an administrator, the login page sends everybody to the setup.
        hub.admin().createAdministrator(hub.newName("root"));
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @Test
    void adminCommandsAreTheseAndEachIsTriedHere() {
        String help = launcher.ok("admin", "--help");

        assertThat(help.lines()
                        .filter(line -> line.matches(" {2}\\w.*"))
                        .map(line -> line.replaceFirst("^ +([a-z]+(?: [a-z-]+)?).*$", "$1")))
                .containsExactlyInAnyOrderElementsOf(COMMANDS);
    }

    @Test
    void adminGivesRoomBackAndSaysHowMuch() {
        JsonNode counted = admin("", "sweep", "--dry-run");
        JsonNode swept = admin("", "sweep", "--grace", "500h");

        assertThat(counted.get("dryRun").asBoolean()).isTrue();
        assertThat(counted.get("graceSeconds").asLong()).isEqualTo(22 * 24 * 3600);
        assertThat(swept.get("dryRun").asBoolean()).isFalse();
        assertThat(swept.get("xorbs").asLong()).isZero();
    }

    @Test
    void adminNamesTheStoreAnew() {
        String first = admin("", "objects", "new-epoch").get("epoch").asString();
        String second = admin("", "objects", "new-epoch").get("epoch").asString();

        assertThat(first).matches("[0-9a-z]{8}").isNotEqualTo(second);
    }

    @Test
    void adminMakesLocksUnlocksAndDeletesUsers() {
        String name = hub.newName("ada");
        String first = "the first horse";
        String second = "another horse!";
        JsonNode made = admin(first + "\n", "user", "create", name, "--full-name", "Ada L", "--password-stdin");
        assertThat(made.get("name").asString()).isEqualTo(name);
        assertThat(named(admin("", "user", "list"), name).get("fullName").asString())
                .isEqualTo("Ada L");
        assertThat(signsIn(name, first)).isTrue();
        String token = tokenOf(name, "write");

        admin("", "user", "disable", name);
        assertThat(whoami(token)).isIn(401, 403);
        assertThat(signsIn(name, first)).isFalse();
        assertThat(named(admin("", "user", "list"), name).get("disabled").asBoolean())
                .isTrue();

        admin("", "user", "enable", name);
        admin(second + "\n", "user", "reset-password", name, "--password-stdin");
        assertThat(signsIn(name, first)).isFalse();
        assertThat(signsIn(name, second)).isTrue();

        admin("", "user", "delete", name);
        assertThat(whoami(token)).isIn(401, 403);
        assertThat(admin("", "user", "list").findValuesAsString("name")).doesNotContain(name);
    }

    @Test
    void adminMakesImportsListsAndRevokesTokens() {
        Account alice = hub.newUser("alice");
        String imported = "hf_" + "a1B2c".repeat(6) + alice.name();
        String made = tokenOf(alice.name(), "read");
        assertThat(tokenOf(alice.name(), "write", "--value", imported)).isEqualTo(imported);
        assertThat(whoami(made)).isEqualTo(200);
        assertThat(whoami(imported)).isEqualTo(200);

        JsonNode list = admin("", "token", "list", alice.name());
        assertThat(list.toString()).doesNotContain(made, imported, alice.token());
        for (String scope : List.of("read", "write")) {
            String id = list.valueStream()
                    .filter(token -> token.get("name").asString().equals("for " + scope))
                    .findFirst()
                    .orElseThrow()
                    .get("id")
                    .asString();
            admin("", "token", "revoke", alice.name(), id);
        }
        assertThat(whoami(made)).isEqualTo(401);
        assertThat(whoami(imported)).isEqualTo(401);
        assertThat(whoami(alice.token())).isEqualTo(200);
    }

    @Test
    void adminMakesOrganizationsWhoseMembersTheHubKnows() {
        Account alice = hub.newUser("alice");
        String acme = hub.newName("acme");
        admin("", "org", "create", acme, "--full-name", "Acme Inc", "--private-by-default");
        assertThat(named(admin("", "org", "list"), acme).get("privateByDefault").asBoolean())
                .isTrue();

        admin("", "org", "add-member", acme, alice.name(), "--role", "write");

        JsonNode mine = named(hub.api(alice).get("/api/whoami-v2").get("orgs"), acme);
        assertThat(mine.get("roleInOrg").asString()).isEqualTo("write");
        hub.api(alice).createModel(acme, "m", true);
    }

    @Test
    void adminListsCountsAndChecksWhatIsStored() {
        Account alice = hub.newUser("alice");
        hub.api(alice).createModel(alice.name(), "m", true);
        hub.api(alice).commitFile(alice.name() + "/m", "notes.txt", "kept");

        assertThat(admin("", "repo", "list").findValuesAsString("id")).contains(alice.name() + "/m");
        assertThat(admin("", "stats").get("storedBytes").isIntegralNumber()).isTrue();
        for (String[] check : List.of(new String[] {"fsck"}, new String[] {"fsck", "--deep"})) {
            JsonNode report = admin("", check);
            assertThat(report.get("problems").isEmpty()).isTrue();
            assertThat(report.at("/checked/repositories").asInt()).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user frobnicate                           | 2 | No such command
            user list --jsn                           | 2 | Unknown flag --jsn
            user create                               | 2 | Usage:
            user disable no-such-user                 | 1 | no-such-user
            user create DUPLICATE --password-stdin    | 1 | DUPLICATE
            org create DUPLICATE                      | 1 | DUPLICATE
            org add-member no-such-org DUPLICATE --role read | 1 | no-such-org
            token create no-such-user --name x --scope read  | 1 | no-such-user
            token create DUPLICATE --name x --scope all      | 1 | a scope is read, write or admin
            token revoke DUPLICATE 00000000-0000-0000-0000-000000000000 | 1 | no such token
            """)
    void adminRefusesWhatIsWrongInOneSentence(String line, int exit, String sentence) {
        String duplicate = hub.newUser("dup").name();
        var words = Stream.of(line.replace("DUPLICATE", duplicate).split(" ", -1));
        Shell.Result refused = launcher.run("correct horse\n", atData(words));

        assertThat(refused.exit()).isEqualTo(exit);
        assertThat(Launcher.sentence(refused)).contains(sentence.replace("DUPLICATE", duplicate));
    }

    @Test
    void adminWithoutAHubSaysHowToStartOne() {
        String nobody = hub.data().resolveSibling("nobody").toString();

        assertThat(launcher.refusal("admin", "user", "list", "--data", nobody))
                .contains("No hub runs on " + nobody, "./granary run");
    }

    private Stream<String> atData(Stream<String> words) {
        Stream<String> where = Stream.of("--data", hub.data().toString());
        return Stream.of(Stream.of("admin"), words, where).flatMap(part -> part);
    }

    /** What an admin command that has to succeed prints with {@code --json}. */
    private JsonNode admin(String input, String... words) {
        var all = atData(Stream.concat(Stream.of(words), Stream.of("--json")));
        return JSON.readTree(launcher.run(input, all).expectSuccess().out());
    }

    private String tokenOf(String user, String scope, String... flags) {
        var words = new ArrayList<>(List.of("token", "create", user, "--name", "for " + scope, "--scope", scope));
        words.addAll(List.of(flags));
        return admin("", words.toArray(String[]::new)).get("token").asString();
    }

    private static JsonNode named(JsonNode list, String name) {
        return list.valueStream()
                .filter(each -> each.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private int whoami(String token) {
        return hub.http().as(token).get("/api/whoami-v2").status();
    }

    private boolean signsIn(String name, String password) {
        return !WebSession.visitor(hub)
                .trySignIn(name, password)
                .header("Location")
                .contains("error");
    }
}
