package granary.blob.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A real S3 server: S3Proxy over a folder, as a process of its own, one for all tests of this JVM. It checks signatures and
 * knows conditional writes. The build puts its jar into {@code target/s3proxy}.
 */
public final class S3Server {
    /** What it is asked with. */
    public static final S3Settings.Credentials CREDENTIALS =
            new S3Settings.Credentials("granary-test", "secret-of-the-tests");

    private static final Path JAR = Path.of("target/s3proxy/s3proxy.jar");
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);
    private static final int STARTS_MAX = 3;
    private static final long POLL_MILLIS = 50;

    private static final S3Server SHARED = start();

    private final Path folder;
    private final URI endpoint;

    private S3Server(Path folder, URI endpoint) {
        this.folder = folder;
        this.endpoint = endpoint;
    }

    /** The one of this JVM. */
    public static S3Server shared() {
        return SHARED;
    }

    public URI endpoint() {
        return endpoint;
    }

    /** An empty bucket that nobody else uses. */
    public S3Settings newBucket() {
        String name = "test-" + UUID.randomUUID();
        try {
            Files.createDirectory(folderOf(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new S3Settings(endpoint, S3Settings.USUAL_REGION, name, "", CREDENTIALS, Optional.empty());
    }

    /** A store over an empty bucket. */
    public S3ObjectStore newStore() {
        try {
            return S3ObjectStore.open(newBucket(), Files.createTempDirectory(folder.getParent(), "uploads-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the server keeps a bucket: objects are files under their names. */
    public Path folderOf(String bucket) {
        return folder.resolve(bucket);
    }

    private static S3Server start() {
        try {
            Path folder = Files.createTempDirectory(JAR.toAbsolutePath().getParent(), "buckets-");
            for (int attempt = 1; attempt <= STARTS_MAX; attempt++) {
                int port = freePort();
                Process process = launch(folder, port);
                if (isUp(process, port)) {
                    return new S3Server(folder, URI.create("http://127.0.0.1:" + port));
                }
                process.destroyForcibly();
            }
            throw new AssertionError("S3Proxy does not start; see the logs beside " + folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process launch(Path folder, int port) throws IOException {
        Path settings = Files.writeString(folder.resolveSibling(folder.getFileName() + ".conf"), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(
                        port, CREDENTIALS.accessKey(), CREDENTIALS.secretKey(), folder));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        List.of(java, "-Xmx256m", "-jar", JAR.toString(), "--properties", settings.toString()))
                .redirectErrorStream(true)
                .redirectOutput(
                        folder.resolveSibling(folder.getFileName() + ".log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    private static boolean isUp(Process process, int port) {
        Instant end = Instant.now().plus(START_DEADLINE);
        while (process.isAlive() && Instant.now().isBefore(end)) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return true;
            } catch (IOException notYet) {
                pause();
            }
        }
        return false;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
