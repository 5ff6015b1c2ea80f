package granary.web.postgres;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import granary.web.settings.HubSettings;
import granary.web.settings.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the real server: it is what production runs on. */
class EmbeddedPostgresTest {
    private static final Path CACHE = Path.of("target", "postgres-cache");

    private final Path data;

    EmbeddedPostgresTest(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void whatWasWrittenIsThereAfterRestart() throws Exception {
        try (var postgres = start()) {
            execute(postgres, "create table note (text text)");
            execute(postgres, "insert into note values ('Ünïcode 漢')");
        }

        try (var postgres = start()) {
            assertThat(query(postgres, "select text from note")).isEqualTo("Ünïcode 漢");
        }
    }

    @Test
    void isDurablePrivateAndIndependentOfTheSystemsLocale() throws Exception {
        try (var postgres = start()) {
            assertThat(query(postgres, "show fsync")).isEqualTo("on");
            assertThat(query(postgres, "show synchronous_commit")).isEqualTo("on");
            assertThat(query(postgres, "show full_page_writes")).isEqualTo("on");
            assertThat(query(postgres, "show data_checksums")).isEqualTo("on");
            assertThat(query(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(postgres, "show server_encoding")).isEqualTo("UTF8");
            assertThat(query(postgres, "select lower('ÄÖÜ') || ('a' < 'B')::text"))
                    .isEqualTo("äöüfalse");
            assertThat(Files.getPosixFilePermissions(data.resolve("postgres/password")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void nobodyComesInWithoutThePassword() {
        try (var postgres = start()) {
            String url = postgres.address().url();

            assertThatThrownBy(() -> DriverManager.getConnection(url, "granary", "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void killedServerComesBackByItselfWithWhatItAcknowledged() throws Exception {
        try (var postgres = start()) {
            execute(postgres, "create table note (text text)");
            execute(postgres, "insert into note values ('kept')");

            ProcessHandle killed = server();
            killed.destroyForcibly();
            killed.onExit().get(10, TimeUnit.SECONDS);

            assertThat(queryOnceBack(postgres, "select text from note")).isEqualTo("kept");
            assertThat(server().pid()).isNotEqualTo(killed.pid());
        }
    }

    @Test
    void closingEndsTheServerWithinItsDeadlineEvenWhileClientsAreConnected() throws Exception {
        var postgres = start();
        ProcessHandle server = server();
        long start = System.nanoTime();
        try (var connection = connect(postgres)) {
            assertThat(connection.isValid(1)).isTrue();
            postgres.close();
        }

        assertThat(server.isAlive()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }

    /** A hub of its own, killed like a crash would: neither its server nor its data may be left behind. */
    @Test
    void serverOfKilledHubIsGoneOrStoppedAtTheNextStart() throws Exception {
        Process hub = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartAndWait.class.getName(),
                        data.toString(),
                        CACHE.toAbsolutePath().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String started = requireNonNull(hub.inputReader().readLine(), "the other hub did not start");
        ProcessHandle orphan = server();
        hub.destroyForcibly().waitFor();

        try (var postgres = start()) {
            assertThat(started).isEqualTo("started");
            assertThat(query(postgres, "select text from note")).isEqualTo("acknowledged");
            assertThat(server().pid()).isNotEqualTo(orphan.pid());
            // It may linger as a zombie, which has no program any more.
            assertThat(orphan.isAlive() && orphan.info().command().isPresent()).isFalse();
        }
    }

    /** PostgreSQL itself takes any living process that it may signal for a server, except its own parent. */
    @Test
    void stalePidFileOfAnotherProcessIsNoHindrance() throws Exception {
        start().close();
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            startsOver(stranger.pid());
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    /** What a crash leaves where nobody asks for the exit codes of orphans, as in many containers. */
    @Test
    @Timeout(90)
    void stalePidFileOfAServerThatLingersAsAZombieIsNoHindrance() throws Exception {
        start().close();
        Process careless = new ProcessBuilder("sh", "-c", "sleep 0 & exec sleep 60").start();
        try {
            while (careless.children().findAny().isEmpty()) {
                Thread.sleep(10);
            }
            startsOver(careless.children().findAny().orElseThrow().pid());
        } finally {
            careless.destroyForcibly().waitFor();
        }
    }

    private void startsOver(long pid) throws Exception {
        Files.writeString(
                data.resolve("postgres/cluster/postmaster.pid"),
                "%d\n%s\n".formatted(pid, data.resolve("postgres/cluster")));
        try (var postgres = start()) {
            assertThat(query(postgres, "select 1")).isEqualTo("1");
        }
    }

    /** Containers often forbid user namespaces; then root hands the files to nobody. */
    @Test
    void rootMayAlsoRunItAsNobody(@TempDir Path passable) throws Exception {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root can give files away");
        Path hubs = Files.createDirectory(passable.resolve("data"));
        Files.setPosixFilePermissions(hubs, PosixFilePermissions.fromString("rwx------"));
        EmbeddedPostgres.start(hubs, passable.resolve("cache")).close();
        Folders.changeOwner(hubs.resolve("postgres/cluster"), 65534, 65534);

        assertThatThrownBy(() -> EmbeddedPostgres.start(hubs, passable.resolve("cache")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("'nobody' here, who cannot get to " + hubs.resolve("postgres"));

        Files.setPosixFilePermissions(passable, PosixFilePermissions.fromString("rwx--x--x"));
        try (var postgres = EmbeddedPostgres.start(hubs, passable.resolve("cache"))) {
            assertThat(query(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void folderOfAnotherMajorVersionIsRefusedUntouched() throws Exception {
        start().close();
        Path version = data.resolve("postgres/cluster/PG_VERSION");
        Files.writeString(version, "12\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("was made by PostgreSQL 12")
                .hasMessageContaining("this build has 18");
        assertThat(version).hasContent("12");
    }

    @Test
    void whatAKilledSetupLeftIsSweptAway() throws Exception {
        Path half = Files.createDirectories(data.resolve("postgres/cluster.new-1/cluster"));
        Files.writeString(half.resolve("PG_VERSION"), "18\n");

        try (var postgres = start()) {
            assertThat(query(postgres, "select 1")).isEqualTo("1");
        }
        assertThat(half.getParent()).doesNotExist();
    }

    @Test
    void serverThatCannotStartSaysWhyInItsOwnWords() throws Exception {
        start().close();
        Files.writeString(data.resolve("postgres/cluster/postgresql.auto.conf"), "shared_bufers = 1\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("PostgreSQL ended at once")
                .hasMessageContaining("shared_bufers");
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(data, CACHE);
    }

    private ProcessHandle server() {
        long pid = PostmasterPid.read(data.resolve("postgres/cluster"))
                .orElseThrow()
                .pid();
        return ProcessHandle.of(pid).orElseThrow();
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        HubSettings.Database address = postgres.address();
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }

    static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = connect(postgres);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = connect(postgres);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static String queryOnceBack(EmbeddedPostgres postgres, String sql) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try {
                return query(postgres, sql);
            } catch (SQLException notYet) {
                assertThat(System.nanoTime()).as("back within 30 s").isLessThan(end);
                Thread.sleep(50);
            }
        }
    }
}
