package granary.contract.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs real programs in a clean world: a home folder of their own, none of the developer's settings or credentials,
 * English messages, and a deadline on each. Immutable; {@link #in} and {@link #with} give a changed copy.
 */
public final class Shell {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Path folder;
    private final Map<String, String> environment;
    private final Duration deadline;

    private Shell(Path folder, Map<String, String> environment, Duration deadline) {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
        this.deadline = deadline;
    }

    /** A shell whose home is {@code home}, which is made when absent, and which works there. */
    public static Shell at(Path home) {
        try {
            Files.createDirectories(home);
            Path settings = home.resolve(".gitconfig");
            if (!Files.exists(settings)) {
                Files.writeString(settings, """
                        [user]
                            name = Alice Example
                            email = alice@example.org
                        [init]
                            defaultBranch = main
                        [advice]
                            detachedHead = false
                        [core]
                            quotePath = false
                        """);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Shell(home, cleanEnvironment(home), DEADLINE);
    }

    private static Map<String, String> cleanEnvironment(Path home) {
        var environment = new TreeMap<String, String>();
        environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
        environment.put("HOME", home.toString());
        environment.put("TMPDIR", System.getProperty("java.io.tmpdir"));
        environment.put("LANG", "C.UTF-8");
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_ASKPASS", "true");
        environment.put("NO_PROXY", "*");
        return environment;
    }

    /** The same shell, working in {@code folder}. */
    public Shell in(Path folder) {
        return new Shell(folder, environment, deadline);
    }

    /** The same shell with one more environment variable. */
    public Shell with(String name, String value) {
        var more = new TreeMap<>(environment);
        more.put(name, value);
        return new Shell(folder, more, deadline);
    }

    /** The same shell, which gives each program this long. */
    public Shell within(Duration deadline) {
        return new Shell(folder, environment, deadline);
    }

    public Path folder() {
        return folder;
    }

    /** Runs a program to its end, whatever that is. */
    public Result run(String... command) {
        return run(List.of(command), "");
    }

    /** Runs a program that has to succeed; gives what it printed to standard output, without white space at the end. */
    public String ok(String... command) {
        return run(command).expectSuccess().out().stripTrailing();
    }

    /** Runs a program with {@code input} at its standard input. */
    public Result run(List<String> command, String input) {
        try {
            Path out = Files.createTempFile("shell", ".out");
            Path err = Files.createTempFile("shell", ".err");
            Path in = Files.writeString(Files.createTempFile("shell", ".in"), input);
            try {
                Process process = builder(command)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                boolean ended = await(process);
                Result result = new Result(command, ended ? process.exitValue() : -1, text(out), text(err));
                if (!ended) {
                    throw new AssertionError("still running after %s: %s".formatted(deadline, result));
                }
                return result;
            } finally {
                Files.delete(out);
                Files.delete(err);
                Files.delete(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process builder in this shell's folder and environment. */
    public ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private boolean await(Process process) {
        try {
            if (process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            return false;
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a program", e);
        }
    }

    /** Programs may print anything, so bytes that are not UTF-8 are no reason to fail. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** How a program ended and what it printed. */
    public record Result(List<String> command, int exit, String out, String err) {
        public Result expectSuccess() {
            if (exit != 0) {
                throw new AssertionError("expected success: " + this);
            }
            return this;
        }

        public Result expectFailure() {
            if (exit == 0) {
                throw new AssertionError("expected failure: " + this);
            }
            return this;
        }

        /** Everything it printed. */
        public String text() {
            return out + err;
        }

        @Override
        public String toString() {
            return "%s%nexit %d%n--- out%n%s%n--- err%n%s".formatted(String.join(" ", command), exit, out, err);
        }
    }
}
