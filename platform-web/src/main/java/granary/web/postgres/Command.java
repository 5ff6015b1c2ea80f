package granary.web.postgres;

import granary.web.settings.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A short-lived helper program, with a deadline and a limit on what is kept of its output. */
final class Command {
    /** PostgreSQL's programs take language and time zone from here; nothing of the hub's own environment is for them. */
    static final Map<String, String> ENVIRONMENT =
            Map.of("LC_ALL", "C", "TZ", "UTC", "PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");

    private static final int OUTPUT_BYTES_MAX = 64 * 1024;

    private Command() {}

    /** What a program did: its exit code and the start of its output. */
    record Outcome(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** Runs to the end, or kills at the deadline; empty when there is no such program. */
    static Optional<Outcome> run(List<String> command, Duration deadline) {
        return run(command, Optional.empty(), deadline);
    }

    static Optional<Outcome> run(List<String> command, Optional<String> input, Duration deadline) {
        Path output = null;
        try {
            output = Files.createTempFile("granary", ".out");
            return outcome(command, input, deadline, output);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot run " + command.getFirst(), failure);
        } finally {
            deleteQuietly(output);
        }
    }

    private static Optional<Outcome> outcome(
            List<String> command, Optional<String> input, Duration deadline, Path output) throws IOException {
        Process process;
        try {
            process = builder(command).redirectOutput(output.toFile()).start();
        } catch (IOException absent) {
            return Optional.empty();
        }
        try (var stdin = process.outputWriter()) {
            stdin.write(input.orElse(""));
        } catch (IOException gone) {
            // It ended without reading; its exit code and its words say why.
        }
        if (!waitFor(process, deadline)) {
            process.destroyForcibly();
            throw new StartException(
                    "'%s' did not finish within %d s.".formatted(String.join(" ", command), deadline.toSeconds()));
        }
        return Optional.of(new Outcome(process.exitValue(), head(output)));
    }

    static ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return builder;
    }

    private static boolean waitFor(Process process, Duration deadline) {
        try {
            return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new StartException("The start was interrupted.", stop);
        }
    }

    private static String head(Path output) throws IOException {
        try (var in = Files.newInputStream(output)) {
            return new String(in.readNBytes(OUTPUT_BYTES_MAX), java.nio.charset.StandardCharsets.UTF_8).strip();
        }
    }

    private static void deleteQuietly(@org.jspecify.annotations.Nullable Path file) {
        if (file != null) {
            file.toFile().delete();
        }
    }
}
