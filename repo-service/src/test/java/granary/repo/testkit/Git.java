package granary.repo.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real git, in one folder, with no configuration but its own. */
public record Git(Path folder) {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_TERMINAL_PROMPT", "0",
            "GIT_AUTHOR_NAME", "alice",
            "GIT_AUTHOR_EMAIL", "alice@example.org",
            "GIT_COMMITTER_NAME", "alice",
            "GIT_COMMITTER_EMAIL", "alice@example.org",
            "LC_ALL", "C");

    /** What git said, on both its outputs. */
    public record Result(int code, String text) {
        public boolean failed() {
            return code != 0;
        }
    }

    public static Git init(Path folder) {
        Git git = new Git(make(folder));
        git.run("init", "-q", "-b", "main");
        return git;
    }

    public static Git clone(Path folder, String url, String... options) {
        List<String> command = new ArrayList<>(List.of("clone", "-q"));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of(url, folder.toString()));
        new Git(make(folder)).run(command.toArray(String[]::new));
        return new Git(folder);
    }

    /** Runs git, which must succeed; its output without the last line's end. */
    public String run(String... arguments) {
        Result result = tryRun(arguments);
        if (result.failed()) {
            throw new AssertionError(
                    "git %s: %d%n%s".formatted(String.join(" ", arguments), result.code(), result.text()));
        }
        return result.text().strip();
    }

    /** Runs git with bytes on its input. */
    public String feed(byte[] input, String... arguments) {
        Result result = tryRun(input, arguments);
        if (result.failed()) {
            throw new AssertionError("git %s: %s".formatted(String.join(" ", arguments), result.text()));
        }
        return result.text().strip();
    }

    public Result tryRun(String... arguments) {
        return tryRun(new byte[0], arguments);
    }

    private Result tryRun(byte[] input, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(arguments));
        try {
            Path output = Files.createTempFile("git", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(ENVIRONMENT);
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input);
            }
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("git takes too long: " + command);
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return new Result(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    public Git write(String path, String text) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file and commits it; the commit's id. */
    public String commit(String path, String text) {
        write(path, text);
        run("add", "-A");
        run("commit", "-q", "-m", "change " + path);
        return run("rev-parse", "HEAD");
    }

    private static Path make(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
