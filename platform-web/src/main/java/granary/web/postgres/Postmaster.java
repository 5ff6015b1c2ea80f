package granary.web.postgres;

import granary.web.settings.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server process. Everything here is called by the one thread that keeps it ({@link Keeper}): the kernel ties a
 * child to the thread that started it.
 */
final class Postmaster {
    private static final Duration READY_DEADLINE = Duration.ofSeconds(60);
    private static final Duration ORPHAN_DEADLINE = Duration.ofSeconds(15);
    private static final Duration FAST_STOP_DEADLINE = Duration.ofSeconds(5);
    private static final Duration QUICK_STOP_DEADLINE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(15);
    private static final int LOG_LINES_SHOWN = 8;
    private static final int LOG_LINE_CHARS_MAX = 300;

    /** What a server says when its predecessor's last children are still on their way out. */
    private static final String PREDECESSOR = "shared memory block is still in use";

    private final Cluster cluster;
    private final Privileges privileges;
    private final Path log;
    private int port;
    private @Nullable Process process;

    Postmaster(Cluster cluster, Privileges privileges, Path log) {
        this.cluster = cluster;
        this.privileges = privileges;
        this.log = log;
    }

    /** Where it listens, on loopback; stays the same over restarts. */
    int port() {
        return port;
    }

    /** Starts the server and returns once it takes connections. */
    void start() throws InterruptedException {
        stopOrphan();
        forgetPredecessor();
        long end = System.nanoTime() + READY_DEADLINE.toNanos();
        while (!startOnce(end)) {
            Thread.sleep(POLL.multipliedBy(10));
        }
    }

    /** Waits until the server has ended, for whatever reason. */
    void awaitEnd() throws InterruptedException {
        running().waitFor();
    }

    /** Ends the server: it closes its connections and writes down everything, or at the deadline is cut off. */
    void stop() throws InterruptedException {
        Process server = process;
        if (server == null || !server.isAlive()) {
            return;
        }
        signal("INT", server.pid());
        if (!server.waitFor(FAST_STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
            signal("QUIT", server.pid());
        }
        if (!server.waitFor(QUICK_STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
            server.destroyForcibly().waitFor(QUICK_STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** A server that outlived its hub. It is stopped rather than adopted, so that its end is tied to ours. */
    private void stopOrphan() throws InterruptedException {
        Optional<ProcessHandle> orphan = orphan();
        if (orphan.isEmpty()) {
            return;
        }
        long pid = orphan.get().pid();
        long end = System.nanoTime() + ORPHAN_DEADLINE.toNanos();
        signal("INT", pid);
        while (orphan().isPresent()) {
            if (System.nanoTime() > end) {
                throw new StartException(
                        "A PostgreSQL that an earlier run left (process %d) does not stop; end it and start again."
                                .formatted(pid));
            }
            Thread.sleep(POLL);
        }
    }

    /**
     * PostgreSQL refuses to start while a process has the number in the file, whatever that process is. Servers of other
     * machines or containers over this folder are kept off by the lock on the data folder, and processes that a dead server
     * left by PostgreSQL's own look at who still uses its shared memory, which does not need the file.
     */
    private void forgetPredecessor() {
        Path folder = cluster.folder();
        if (PostmasterPid.read(folder).filter(file -> file.namesAnother(folder)).isPresent()) {
            PostmasterPid.forget(folder);
        }
    }

    /** Asked anew each time: a server that has ended may linger as a zombie until somebody asks for its exit code. */
    private Optional<ProcessHandle> orphan() {
        return PostmasterPid.read(cluster.folder()).flatMap(file -> file.serverOf(cluster.folder()));
    }

    /** Whether it came up; false when another try may help. */
    private boolean startOnce(long end) throws InterruptedException {
        if (port == 0) {
            port = freePort();
        }
        Process server = launch();
        process = server;
        while (server.isAlive()) {
            if (isReady(server)) {
                return true;
            }
            if (System.nanoTime() > end) {
                stop();
                throw new StartException(
                        "PostgreSQL was not ready within %d s. %s".formatted(READY_DEADLINE.toSeconds(), lastWords()));
            }
            Thread.sleep(POLL);
        }
        if (System.nanoTime() < end && lastWords().contains(PREDECESSOR)) {
            return false;
        }
        throw new StartException(
                "PostgreSQL ended at once with code %d. %s".formatted(server.exitValue(), lastWords()));
    }

    private boolean isReady(Process server) {
        return PostmasterPid.read(cluster.folder())
                .filter(file -> file.pid() == server.pid() && file.ready())
                .isPresent();
    }

    private Process launch() {
        try {
            rotateLog();
            return Command.builder(privileges.server(command()))
                    .redirectOutput(log.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
        } catch (IOException failure) {
            throw new StartException("Cannot start PostgreSQL: %s.".formatted(failure.getMessage()), failure);
        }
    }

    private List<String> command() {
        var command = new ArrayList<String>();
        command.add(cluster.binaries().program("postgres").toString());
        command.add("-D");
        command.add(cluster.folder().toString());
        ServerOptions.on(port).forEach((name, value) -> {
            command.add("-c");
            command.add(name + "=" + value);
        });
        return command;
    }

    /** Keeps the log of the run before, for whoever has to find out why it ended. */
    private void rotateLog() throws IOException {
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
            List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size());
            String words = String.join(
                    "\n  ",
                    last.stream()
                            .map(line -> line.substring(0, Math.min(line.length(), LOG_LINE_CHARS_MAX)))
                            .toList());
            return "Its log %s ends:%n  %s".formatted(log, words);
        } catch (IOException unreadable) {
            return "Its log %s cannot be read: %s".formatted(log, unreadable.getMessage());
        }
    }

    private Process running() {
        Process server = process;
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException("no free port on loopback", failure);
        }
    }

    /** The shell's own kill: Java cannot send INT, which is what asks PostgreSQL for a fast shutdown. */
    private static void signal(String name, long pid) {
        Command.run(List.of("sh", "-c", "kill -" + name + " " + pid), FAST_STOP_DEADLINE);
    }
}
