package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.contract.kit.Account;
import granary.contract.kit.BuiltHub;
import granary.contract.kit.Folders;
import granary.contract.kit.HubApi;
import granary.contract.kit.Launcher;
import granary.contract.kit.Programs;
import granary.contract.kit.Shell;
import granary.contract.kit.WebSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The built product as people start it, ask it and kill it. One hub, over {@code data}, is there for all tests; those
 * that end theirs take turns over {@code again}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LauncherIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration RECOVERY_DEADLINE = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 50;
    private static final int SIGINT_EXIT = 130;
    private static final int SIGTERM_EXIT = 143;

    /** All that an unpacked distribution may call, besides Java. */
    private static final String PLAIN_TOOLS =
            "sh cat chmod cp dirname env head id ls mkdir mv readlink rm sed setpriv setsid test true unshare";

    private final Path folder;
    private final Launcher launcher;
    private final BuiltHub hub;

    LauncherIT(@TempDir Path folder) {
        this.folder = folder;
        this.launcher = Launcher.built();
        this.hub = start("data");
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @Test
    void runSaysWhereItIsHowClientsReachItAndTheCodeOfAnEmptyServer() {
        assertThat(hub.output())
                .contains("Granary is ready at " + hub.url() + "\n")
                .contains("export HF_ENDPOINT=" + hub.url() + "\n")
                .contains("open %s/setup and enter the code %s\n".formatted(hub.url(), hub.setupCode()));
    }

    @Test
    void healthSaysHowEachPartIs() {
        awaitPreview();
        var answer = hub.http().get("/health");
        JsonNode health = HubApi.expect(answer);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(health.get("status").asString()).isEqualTo("up");
        assertThat(health.at("/components/database").asString()).isEqualTo("up");
        assertThat(health.at("/components/objects").asString()).isIn("up", "low on space");
        assertThat(health.at("/components/preview").asString()).isEqualTo("up");
    }

    @Test
    void terminatedHubLeavesNoProcessAndFreesItsPort() throws Exception {
        try (BuiltHub ending = start("again")) {
            leavesNothing(ending, ending.processes(), ending.terminate(), SIGTERM_EXIT);
        }
    }

    @Test
    void interruptedHubLeavesNoProcessAndFreesItsPort() throws Exception {
        try (BuiltHub ending = start("again")) {
            leavesNothing(ending, ending.processes(), ending.interrupt(), SIGINT_EXIT);
        }
    }

    private static void leavesNothing(BuiltHub ended, List<ProcessHandle> all, int exit, int bySignal)
            throws IOException {
        assertThat(exit).isIn(0, bySignal);
        assertThat(all).hasSizeGreaterThan(2).noneMatch(LauncherIT::runs);
        assertThat(ended.output()).doesNotContain("Exception", " ERROR ");
        new ServerSocket(ended.url().getPort(), 1, InetAddress.ofLiteral("127.0.0.1")).close();
        assertThat(ended.data().resolve("admin.json")).doesNotExist();
    }

    @Test
    void secondRunOverAFolderSaysSoAndLeavesTheFirstAlone() throws Exception {
        Account alice = hub.newUser("alice");
        byte[] door = Files.readAllBytes(hub.data().resolve("admin.json"));

        String sentence =
                runRefused(launcher, "--port", "0", "--data", hub.data().toString());

        assertThat(sentence)
                .contains("Another hub (process %d, %s) already runs on %s"
                        .formatted(hub.processes().getFirst().pid(), hub.url(), hub.data()));
        assertThat(whoami(hub, alice.token())).isEqualTo(200);
        assertThat(hub.data().resolve("admin.json")).hasBinaryContent(door);
    }

    @Test
    void portInUseIsSaidInOneSentence() {
        String port = Integer.toString(hub.url().getPort());
        String sentence = runRefused(launcher, "--port", port, "--data", fresh());

        assertThat(sentence).contains("port " + port, "--port");
        assertThat(hub.http().get("/health").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            --prot 9000      | Unknown flag --prot; did you mean --port?
            --port eighty    | --port: 'eighty' is not a port: a number from 0 to 65535.
            --port 65536     | --port: '65536' is not a port: a number from 0 to 65535.
            --port           | --port needs a value: --port NUMBER.
            --preview maybe  | --preview: 'maybe' is not on or off.
            --config none.at | --config: 'none.at' is not a file.
            serve            | Do not know what 'serve' is for; flags start with two dashes.
            """)
    void wrongFlagIsSaidInOneSentence(String flags, String sentence) {
        assertThat(runRefused(launcher, flags.split(" ", -1))).isEqualTo(sentence);
    }

    @Test
    void unknownVariableIsSaidWithTheNearestOne() {
        assertThat(runRefused(launcher.with("GRANARY_PROT", "9000"), "--data", fresh()))
                .isEqualTo("Unknown environment variable GRANARY_PROT; did you mean GRANARY_PORT?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            port: [8080        | is not valid YAML
            prot: 8080         | line 1, column 1: unknown key 'prot'; did you mean 'port'?
            port: eighty       | line 1, column 1: 'eighty' is not a port
            port: {http: 8080} | line 1, column 7: expected a plain value, not a mapping.
            preview: perhaps   | line 1, column 1: 'perhaps' is not on or off.
            - port             | line 1, column 1: expected lines such as 'port: 8080'.
            """)
    void brokenSettingsFileIsSaidInOneSentenceWithItsPlace(String text, String problem) {
        Path data = Path.of(fresh());
        Folders.write(data.resolve("granary.yaml"), text + "\n");

        assertThat(runRefused(launcher, "--data", data.toString()))
                .contains(data.resolve("granary.yaml").toString(), problem);
    }

    private static String runRefused(Launcher from, String... flags) {
        return from.refusal(Stream.concat(Stream.of("run"), Stream.of(flags)).toArray(String[]::new));
    }

    @Test
    void killedHubTakesItsDatabaseAndPreviewAlongAndServesTheSameAgain() {
        List<ProcessHandle> below;
        Account kim;
        try (BuiltHub first = start("again")) {
            kim = first.admin().createAdministrator(first.newName("kim"));
            List<ProcessHandle> all = first.processes();
            below = all.subList(1, all.size());
            all.getFirst().destroyForcibly();
            await("the end of database and preview", () -> below.stream().noneMatch(LauncherIT::runs));
        }
        servesTheSame(kim);
    }

    @Test
    void everythingKilledAtOnceServesTheSameAgain() {
        Account kim;
        try (BuiltHub first = start("again")) {
            kim = first.admin().createAdministrator(first.newName("lee"));
            first.kill();
        }
        servesTheSame(kim);
    }

    private void servesTheSame(Account account) {
        try (BuiltHub next = start("again")) {
            assertThat(next.http().get("/health").status()).isEqualTo(200);
            assertThat(whoami(next, account.token())).isEqualTo(200);
            assertThat(signsIn(next, account.name(), account.password())).isTrue();
            assertThat(next.output()).doesNotContain("/setup", "code");
        }
    }

    @Test
    void killedDatabaseComesBackByItself() throws Exception {
        Account alice = hub.newUser("alice");
        long killed = postmaster();
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();

        // What /health says may be a second old.
        Set<Integer> answers = new TreeSet<>();
        await("another database", () -> {
            int answer = whoami(hub, alice.token());
            answers.add(answer);
            return answer == 200
                    && postmaster() != killed
                    && hub.http().get("/health").status() == 200;
        });
        assertThat(answers).as("asked to come again, not told of a mistake").isSubsetOf(200, 503);
    }

    @Test
    void killedPreviewComesBackAndTheHubDoesNotMind() {
        Account alice = hub.newUser("alice");
        ProcessHandle killed = awaitPreview();
        killed.destroyForcibly();

        await("the preview's end", () -> !runs(killed));
        assertThat(hub.http().get("/health").status()).isEqualTo(200);
        assertThat(whoami(hub, alice.token())).isEqualTo(200);
        assertThat(awaitPreview().pid()).isNotEqualTo(killed.pid());
    }

    /** The preview's process, once the hub counts it as up. */
    private ProcessHandle awaitPreview() {
        await(
                "a preview",
                () -> hub.processesLike("preview.jar").size() == 1
                        && HubApi.expect(hub.http().get("/health"))
                                .at("/components/preview")
                                .asString()
                                .equals("up"));
        return hub.processesLike("preview.jar").getFirst();
    }

    private long postmaster() {
        try (Stream<String> lines = Files.lines(hub.data().resolve("postgres/cluster/postmaster.pid"))) {
            return lines.findFirst().map(Long::parseLong).orElse(0L);
        } catch (IOException absent) {
            return 0;
        }
    }

    @Test
    void secretsAreOnNoCommandLineAndInNoFileForOthers() throws Exception {
        ProcessHandle preview = awaitPreview();
        Path door = hub.data().resolve("admin.json");
        Path password = hub.data().resolve("postgres/password");
        String previewSecret = Files.readString(Path.of("/proc", Long.toString(preview.pid()), "environ"))
                .replaceFirst("(?s).*GRANARY_PREVIEW_SECRET=(\\w+).*", "$1");
        List<String> secrets = List.of(
                Files.readString(password).strip(),
                JSON.readTree(Files.readAllBytes(door)).get("secret").asString(),
                previewSecret);

        assertThat(secrets).allMatch(secret -> secret.matches("[0-9a-f]{32,}")).doesNotHaveDuplicates();
        assertThat(hub.processes()).hasSizeGreaterThan(2);
        assertThat(String.join(
                        "\n",
                        hub.processes().stream().map(BuiltHub::commandLine).toList()))
                .contains("hub.jar", "preview.jar", "postgres")
                .doesNotContain(secrets);
        for (Path file : List.of(door, password)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void doctorTicksWhatIsRightAndCrossesATakenPortWithItsFix() {
        Shell.Result healthy = launcher.run("doctor", "--port", "0", "--data", fresh());
        assertThat(healthy.exit()).as("%s", healthy).isZero();
        assertThat(healthy.out().lines()).hasSizeGreaterThan(5).allMatch(line -> line.matches("[✓✗] .+"));

        String port = Integer.toString(hub.url().getPort());
        Shell.Result ill = launcher.run("doctor", "--port", port, "--data", fresh());
        assertThat(ill.exit()).isEqualTo(1);
        assertThat(ill.out().lines())
                .allMatch(line -> line.matches("[✓✗] .+"))
                .contains("✗ port %s is taken: stop the program that has it, or choose another with --port"
                        .formatted(port));
        assertThat(launcher.refusal("doctor", "--port", "99999")).contains("'99999' is not a port");
    }

    @Test
    void doctorCrossesANodeThatIsTooOld() throws IOException {
        Path tools = folder.resolve("old-node");
        for (String name : List.of("node", "npm")) {
            Folders.write(tools.resolve(name), "#!/bin/sh\n[ \"$1\" = -p ] && echo 18 || echo v18.20.0\n");
            Files.setPosixFilePermissions(tools.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Launcher old = launcher.with("PATH", tools + ":" + System.getenv("PATH"));
        Shell.Result ill = old.run("doctor", "--port", "0", "--data", fresh());

        assertThat(ill.exit()).isEqualTo(1);
        assertThat(ill.out()).contains("✗ Node v18.20.0: install Node 20 or newer");
    }

    @Test
    void distributionServesWithNothingButAJava() throws IOException {
        String version = launcher.ok("version");
        String archive = launcher.ok("dist");
        assertThat(archive).isEqualTo("dist/granary-%s.tar.gz".formatted(version));
        launcher.shell()
                .in(folder)
                .ok("tar", "-xzf", Programs.checkout().resolve(archive).toString());

        Path home = folder.resolve("granary-" + version);
        assertThat(home).isDirectoryContaining("glob:**/ARCHITECTURE.md").isDirectoryContaining("glob:**/docs");
        var unpacked = new Launcher(home.resolve("granary"), launcher.shell())
                .with("PATH", plainTools().toString())
                .with("JAVA_HOME", System.getProperty("java.home"));
        assertThat(unpacked.ok("version")).isEqualTo(version);
        try (BuiltHub served = unpacked.start(folder.resolve("unpacked"))) {
            assertThat(HubApi.expect(served.http().get("/health"))
                            .get("version")
                            .asString())
                    .isEqualTo(version);
            assertThat(unpacked.ok(
                            "admin", "user", "list", "--data", served.data().toString()))
                    .isEqualTo("None.");
        }
        Folders.delete(folder.resolve("tools"));
    }

    /** A folder that holds links to the plain tools, and so neither Maven, Node nor git. */
    private Path plainTools() throws IOException {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String name : PLAIN_TOOLS.split(" ", -1)) {
            Files.createSymbolicLink(tools.resolve(name), Programs.find(name).orElseThrow());
        }
        return tools;
    }

    private BuiltHub start(String data) {
        return launcher.start(folder.resolve(data));
    }

    private static int whoami(BuiltHub hub, String token) {
        return hub.http().as(token).get("/api/whoami-v2").status();
    }

    private static boolean signsIn(BuiltHub hub, String name, String password) {
        return !WebSession.visitor(hub)
                .trySignIn(name, password)
                .header("Location")
                .contains("error");
    }

    /** The path of a data folder that is not there yet. */
    private String fresh() {
        return folder.resolve(hub.newName("fresh")).toString();
    }

    /** A process that has ended and that nobody has asked about yet has no command line any more. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && !BuiltHub.commandLine(process).isBlank();
    }

    private static void await(String what, BooleanSupplier come) {
        Instant end = Instant.now().plus(RECOVERY_DEADLINE);
        while (!come.getAsBoolean()) {
            assertThat(Instant.now()).as("waiting for " + what).isBefore(end);
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
