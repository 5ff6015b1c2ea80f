package granary.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectStoreContract;
import granary.blob.ObjectUpload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract against a server of one's own, in a bucket that is there:
 * {@code GRANARY_TEST_S3=http://accesskey:secretkey@127.0.0.1:9000/bucket}. Runs when it is named, see docs/testing.md.
 */
@EnabledIfEnvironmentVariable(named = OwnS3ServerCheck.VARIABLE, matches = ".+")
class OwnS3ServerCheck extends ObjectStoreContract {
    static final String VARIABLE = "GRANARY_TEST_S3";

    private static final ObjectKey KEY = ObjectKey.xorb("cd".repeat(32));

    private final S3ObjectStore store;

    OwnS3ServerCheck(@TempDir Path uploads) throws IOException {
        store = S3ObjectStore.open(bucket(), uploads);
    }

    private static S3Settings bucket() {
        URI place = URI.create(System.getenv(VARIABLE));
        String[] keys = place.getUserInfo().split(":", 2);
        URI server = URI.create("%s://%s:%d".formatted(place.getScheme(), place.getHost(), place.getPort()));
        return new S3Settings(
                server,
                S3Settings.USUAL_REGION,
                place.getPath().substring(1),
                "test-" + UUID.randomUUID() + "/",
                new S3Settings.Credentials(keys[0], keys[1]),
                Optional.of(server));
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @AfterEach
    void clean() throws IOException {
        for (ObjectKey key : keys("")) {
            store.delete(key);
        }
        store.close();
    }

    @Test
    void largeUploadsAreKeptDroppedAndLinked() throws Exception {
        byte[] bytes = new byte[40_000_000];
        new Random(1).nextBytes(bytes);
        try (ObjectUpload dropped = store.begin();
                ObjectUpload kept = store.begin();
                ObjectUpload late = store.begin()) {
            dropped.write(bytes, 0, 20_000_000);
            dropped.sealFor(KEY);
            kept.write(bytes);
            kept.sealFor(KEY);
            late.write(bytes, 1, 20_000_000);
            assertThat(keys("")).isEmpty();

            assertThat(bytesOf(kept.keepAs(KEY))).isEqualTo(bytes);
            assertThat(bytesOf(late.keepAs(KEY))).as("the first stays").isEqualTo(bytes);
        }
        store.removeAbandoned(Duration.ZERO);

        assertThat(bytesOf(store.find(KEY).orElseThrow())).isEqualTo(bytes);
        URI link = store.presignedReads().orElseThrow().presign(KEY, 7, 1_000, Duration.ofMinutes(1));
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(link).header("Range", "bytes=7-1000").build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                            .body())
                    .isEqualTo(Arrays.copyOfRange(bytes, 7, 1_001));
        }
    }
}
