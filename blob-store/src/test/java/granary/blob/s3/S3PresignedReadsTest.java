package granary.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.ObjectKey;
import granary.blob.ObjectUpload;
import granary.blob.PresignedReads;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3PresignedReadsTest {
    private static final ObjectKey KEY = ObjectKey.xorb("ab".repeat(32));
    private static final ObjectKey OTHER = ObjectKey.xorb("cd".repeat(32));
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final S3ObjectStore store;
    private final PresignedReads links;
    private final HttpClient client = HttpClient.newHttpClient();

    S3PresignedReadsTest(@TempDir Path uploads) throws IOException {
        S3Settings bucket = S3Server.shared().newBucket();
        // The server's other name: a link is signed for the name that clients use.
        URI publicEndpoint = URI.create("http://localhost:" + bucket.endpoint().getPort());
        store = S3ObjectStore.open(
                new S3Settings(
                        bucket.endpoint(),
                        bucket.region(),
                        bucket.bucket(),
                        "pre/fix/",
                        bucket.credentials(),
                        Optional.of(publicEndpoint)),
                uploads);
        links = store.presignedReads().orElseThrow();
        keep(KEY, "0123456789");
        keep(OTHER, "abcdefghij");
    }

    @AfterEach
    void close() {
        store.close();
        client.close();
    }

    @Test
    void aLinkGivesItsRangeToWhoeverHasIt() throws Exception {
        URI link = links.presign(KEY, 2, 5, MINUTE);

        HttpResponse<String> answer = get(link, "bytes=2-5");

        assertThat(link.getHost()).isEqualTo("localhost");
        assertThat(link.toString()).doesNotContain(S3Server.CREDENTIALS.secretKey());
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo("2345");
    }

    @Test
    void aLinkGivesNothingElse() throws Exception {
        URI link = links.presign(KEY, 2, 5, MINUTE);

        assertThat(get(link, "bytes=2-6").statusCode()).isEqualTo(403);
        assertThat(get(link, "bytes=0-").statusCode()).isEqualTo(403);
        assertThat(get(link, "").statusCode()).isEqualTo(403);
        URI moved = URI.create(link.toString().replace(KEY.path(), OTHER.path()));
        assertThat(moved).isNotEqualTo(link);
        assertThat(get(moved, "bytes=2-5").statusCode()).isEqualTo(403);
        URI longer = URI.create(link.toString().replace("X-Amz-Expires=60", "X-Amz-Expires=61"));
        assertThat(longer).isNotEqualTo(link);
        assertThat(get(longer, "bytes=2-5").statusCode()).isEqualTo(403);
    }

    @Test
    void aLinkReadsOnly() throws Exception {
        URI link = links.presign(KEY, 2, 5, MINUTE);

        HttpRequest delete = HttpRequest.newBuilder(link)
                .header("Range", "bytes=2-5")
                .DELETE()
                .build();
        assertThat(client.send(delete, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
        assertThat(store.find(KEY)).isPresent();
    }

    @Test
    void aLinkExpires() throws Exception {
        URI link = links.presign(KEY, 2, 5, Duration.ofSeconds(1));

        int status = 206;
        for (int i = 0; i < 100 && status == 206; i++) {
            Thread.sleep(100);
            status = get(link, "bytes=2-5").statusCode();
        }

        assertThat(status).isEqualTo(403);
    }

    @Test
    void rangesAndTimesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> links.presign(KEY, -1, 5, MINUTE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> links.presign(KEY, 5, 4, MINUTE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> links.presign(KEY, 0, 5, Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> links.presign(KEY, 0, 5, Duration.ofDays(7).plusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(links.presign(KEY, 0, 0, Duration.ofDays(7))).isNotNull();
    }

    @Test
    void withoutAPublicEndpointThereAreNoLinks(@TempDir Path uploads) throws IOException {
        try (var plain = S3ObjectStore.open(S3Server.shared().newBucket(), uploads)) {
            assertThat(plain.presignedReads()).isEmpty();
        }
    }

    private HttpResponse<String> get(URI link, String range) throws Exception {
        var request = HttpRequest.newBuilder(link);
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void keep(ObjectKey key, String text) throws IOException {
        try (ObjectUpload upload = store.begin()) {
            upload.write(text.getBytes(StandardCharsets.US_ASCII));
            upload.keepAs(key);
        }
    }
}
