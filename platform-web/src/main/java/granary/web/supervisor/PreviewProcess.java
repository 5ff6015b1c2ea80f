package granary.web.supervisor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of the preview: a Java machine of its own, small, reached over loopback with a secret. */
final class PreviewProcess implements AutoCloseable {
    private static final Pattern GREETING = Pattern.compile("listening on (http://127\\.0\\.0\\.1:\\d{1,5})");
    private static final Duration START_DEADLINE = Duration.ofSeconds(20);
    private static final Duration HEALTH_DEADLINE = Duration.ofSeconds(3);
    private static final Duration END_DEADLINE = Duration.ofSeconds(2);

    private final Process process;
    private final URI url;
    private final String secret;

    private PreviewProcess(Process process, URI url, String secret) {
        this.process = process;
        this.url = url;
        this.secret = secret;
    }

    /** Starts it and returns once it listens. */
    static PreviewProcess start(List<String> command, String secret) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().put("GRANARY_PREVIEW_SECRET", secret);
        Process process = builder.start();
        try {
            return new PreviewProcess(process, greeting(process), secret);
        } catch (IOException | InterruptedException | RuntimeException failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    /** A preview in {@code jar}, run by the Java that runs the hub, with as little memory as serves. */
    static List<String> command(Path jar) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=24m",
                "-jar",
                jar.toString());
    }

    private static URI greeting(Process process) throws IOException, InterruptedException {
        var line = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try {
                line.complete(String.valueOf(process.inputReader().readLine()));
            } catch (IOException failure) {
                line.completeExceptionally(failure);
            }
        });
        try {
            Matcher greeting = GREETING.matcher(line.get(START_DEADLINE.toMillis(), TimeUnit.MILLISECONDS));
            if (greeting.matches()) {
                return URI.create(greeting.group(1));
            }
            throw new IOException("the preview did not say where it listens");
        } catch (TimeoutException | ExecutionException failure) {
            throw new IOException("the preview did not come up", failure);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end, at most that long; whether it has ended. */
    boolean ended(Duration wait) throws InterruptedException {
        return process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Whether it answers for itself. */
    boolean isHealthy() throws InterruptedException {
        var request = HttpRequest.newBuilder(url.resolve("/health"))
                .header("Authorization", "Bearer " + secret)
                .timeout(HEALTH_DEADLINE)
                .build();
        try (var client = HttpClient.newBuilder()
                .connectTimeout(HEALTH_DEADLINE)
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException silent) {
            return false;
        }
    }

    URI url() {
        return url;
    }

    /** Asks it to end by closing its input, and then sees to it. */
    @Override
    public void close() {
        try {
            process.outputWriter().close();
        } catch (IOException gone) {
            process.destroy();
        }
        try {
            if (!ended(END_DEADLINE)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurry) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
