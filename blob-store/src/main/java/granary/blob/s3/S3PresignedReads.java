package granary.blob.s3;

import granary.blob.ObjectKey;
import granary.blob.PresignedReads;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.MinioAsyncClient;
import io.minio.errors.MinioException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

/**
 * Links to the server's public name. The range is among the signed headers, so the server refuses a request that asks for
 * other bytes or for all of them.
 */
final class S3PresignedReads implements PresignedReads {
    private static final Duration VALID_FOR_MAX = Duration.ofDays(7);

    private final MinioAsyncClient client;
    private final String bucket;
    private final Function<ObjectKey, String> names;

    S3PresignedReads(MinioAsyncClient client, String bucket, Function<ObjectKey, String> names) {
        this.client = client;
        this.bucket = bucket;
        this.names = names;
    }

    @Override
    public URI presign(ObjectKey key, long first, long last, Duration validFor) {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("bytes %d to %d are no range".formatted(first, last));
        }
        if (validFor.toSeconds() < 1 || validFor.compareTo(VALID_FOR_MAX) > 0) {
            throw new IllegalArgumentException("a link cannot be valid for " + validFor);
        }
        var args = GetPresignedObjectUrlArgs.builder()
                .method(Http.Method.GET)
                .bucket(bucket)
                .object(names.apply(key))
                .extraHeaders(new Http.Headers("Range", "bytes=%d-%d".formatted(first, last)))
                .expiry((int) validFor.toSeconds())
                .build();
        try {
            return URI.create(client.getPresignedObjectUrl(args));
        } catch (MinioException e) {
            throw new IllegalStateException("signing asks nobody and so cannot fail", e);
        }
    }
}
