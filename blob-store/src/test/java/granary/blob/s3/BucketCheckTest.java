package granary.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.s3.FaultProxy.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that cannot be used says so in a sentence, before a hub starts on it. */
class BucketCheckTest {
    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            2,
            Duration.ofMillis(10),
            Duration.ofMinutes(1));

    private final Path folder;
    private final S3Settings bucket = S3Server.shared().newBucket();

    BucketCheckTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void theCheckLeavesNothing() throws IOException {
        try (Stream<Path> files = Files.walk(S3Server.shared().folderOf(bucket.bucket()));
                Stream<Path> here = Files.list(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
            assertThat(here).isEmpty();
        }
    }

    @Test
    void aGoodBucketPasses() throws IOException {
        check(bucket);
    }

    @Test
    void aWrongSecretIsNamed() {
        assertRefused(
                with(bucket.endpoint(), bucket.bucket(), new S3Settings.Credentials("granary-test", "wrong")),
                "The S3 server at %s refuses the secret key.".formatted(bucket.endpoint()));
    }

    @Test
    void anUnknownKeyIsNamed() {
        assertRefused(
                with(bucket.endpoint(), bucket.bucket(), new S3Settings.Credentials("nobody", "wrong")),
                "The S3 server at %s does not know the access key.".formatted(bucket.endpoint()));
    }

    @Test
    void aMissingBucketIsNamed() {
        assertRefused(
                with(bucket.endpoint(), "not-there", bucket.credentials()),
                "There is no bucket not-there at %s; make it first.".formatted(bucket.endpoint()));
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> check(with(URI.create("http://127.0.0.1:1"), bucket.bucket(), bucket.credentials())))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The S3 server at http://127.0.0.1:1 does not answer: ");
    }

    @Test
    void aServerThatWouldOverwriteIsRefused() throws IOException {
        for (String ignored : new String[] {"^PUT /[^?]*/incoming/[^?]* HTTP", "^POST .*uploadId="}) {
            try (var proxy = new FaultProxy(bucket.endpoint())) {
                int harmless = ignored.startsWith("^PUT") ? 1 : 0;
                proxy.next(ignored, new Fault.Delay(Duration.ZERO), harmless);
                proxy.next(ignored, new Fault.Status(200), 1);

                assertThatThrownBy(() -> check(with(proxy.url(), bucket.bucket(), bucket.credentials())))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("conditional writes");
                assertThat(proxy.left()).isZero();
            }
        }
    }

    private void assertRefused(S3Settings settings, String sentence) {
        assertThatThrownBy(() -> check(settings))
                .isInstanceOf(IOException.class)
                .hasMessage(sentence);
    }

    private void check(S3Settings settings) throws IOException {
        try (var requests = new S3Requests(settings, SHORT)) {
            new BucketCheck(requests, settings).run(folder);
        }
    }

    private S3Settings with(URI endpoint, String name, S3Settings.Credentials credentials) {
        return new S3Settings(endpoint, bucket.region(), name, "", credentials, Optional.empty());
    }
}
