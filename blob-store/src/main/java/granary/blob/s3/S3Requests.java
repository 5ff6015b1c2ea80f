package granary.blob.s3;

import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.HeadObjectArgs;
import io.minio.Http;
import io.minio.ListMultipartUploadsArgs;
import io.minio.ListObjectsV2Args;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectAPIArgs;
import io.minio.RemoveObjectArgs;
import io.minio.UploadPartArgs;
import io.minio.messages.ListBucketResultV2;
import io.minio.messages.ListMultipartUploadsResult;
import io.minio.messages.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The requests to S3 that a store is made of, each tried again as {@link Patience} says. A request that was tried again
 * may have been carried out twice: callers get by with that.
 */
final class S3Requests implements AutoCloseable {
    private static final Http.Headers ONLY_IF_ABSENT = new Http.Headers("If-None-Match", "*");
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    private final String bucket;
    private final boolean encrypted;
    private final Patience patience;
    private final S3Http http;
    private final MinioAsyncClient client;
    private final MinioAsyncClient streaming;
    private final Semaphore slots = new Semaphore(S3Http.REQUESTS_MAX);

    S3Requests(S3Settings settings, Patience patience) {
        this.bucket = settings.bucket();
        this.encrypted = "https".equals(settings.endpoint().getScheme());
        this.patience = patience;
        this.http = new S3Http(patience);
        this.client = http.bounded(settings.endpoint(), settings);
        this.streaming = http.streaming(settings.endpoint(), settings);
    }

    /** An object as S3 describes it; {@code etag} changes with its bytes. */
    record Head(long size, String etag) {}

    /** The answer to a ranged GET; {@code size} is the whole object's. */
    record Body(InputStream bytes, String etag, long size) {}

    /** Bytes that S3 holds under a name, but shows to nobody until they are completed. */
    record UploadId(String name, String id) {}

    /** A client of the same server under another name, for links that others use. */
    MinioAsyncClient clientOf(URI server, S3Settings settings) {
        return http.bounded(server, settings);
    }

    private <T> T ask(String request, Patience.Request<T> call) throws IOException {
        return patience.ask(() -> once(request, call));
    }

    private <T> T once(String request, Patience.Request<T> call) throws IOException {
        enter(request);
        try {
            return call.send();
        } catch (CompletionException e) {
            throw S3Failure.of(request, Objects.requireNonNullElse(e.getCause(), e));
        } finally {
            slots.release();
        }
    }

    private void enter(String request) throws IOException {
        try {
            if (!slots.tryAcquire(patience.call().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("cannot %s: %d other requests to S3 are under way and do not end"
                        .formatted(request, S3Http.REQUESTS_MAX));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted before a request to S3").initCause(e);
        }
    }

    /** Waits a moment, for whoever asks again by himself. */
    void rest() throws IOException {
        Patience.rest(patience.pause());
    }

    /** What is stored under a name, or empty. */
    Optional<Head> head(String name) throws IOException {
        var args = HeadObjectArgs.builder().bucket(bucket).object(name).build();
        try {
            var answer = ask("look for " + name, () -> client.headObject(args).join());
            return Optional.of(new Head(answer.size(), answer.etag()));
        } catch (S3Failure failure) {
            if (failure.isNoSuchKey()) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Bytes {@code offset} to {@code offset + length} of an object; at least one. */
    Body get(String name, long offset, long length) throws IOException {
        var args = GetObjectArgs.builder()
                .bucket(bucket)
                .object(name)
                .offset(offset)
                .length(length)
                .build();
        GetObjectResponse answer =
                ask("read " + name, () -> streaming.getObject(args).join());
        String range = Objects.requireNonNullElse(answer.headers().get("Content-Range"), "");
        String wanted = "bytes %d-%d/".formatted(offset, offset + length - 1);
        if (!range.startsWith(wanted)) {
            answer.close();
            throw new IOException("S3 answers '%s' of %s where '%s' was asked for".formatted(range, name, wanted));
        }
        String etag = Objects.requireNonNullElse(answer.headers().get("ETag"), "");
        return new Body(answer, etag, Long.parseLong(range, wanted.length(), range.length(), 10));
    }

    /** Stores a small object, unless the name is taken ({@link S3Failure#isTaken}). */
    void putIfAbsent(String name, FilePart bytes) throws IOException {
        Http.Headers headers = checksums(bytes);
        ask("store " + name, () -> {
            try (var file = opened(bytes)) {
                var args = PutObjectAPIArgs.builder()
                        .bucket(bucket)
                        .object(name)
                        .file(file, bytes.length())
                        .headers(headers)
                        .extraHeaders(ONLY_IF_ABSENT)
                        .build();
                return client.putObject(args).join();
            }
        });
    }

    /** Begins an upload in parts. */
    UploadId create(String name) throws IOException {
        var args =
                CreateMultipartUploadArgs.builder().bucket(bucket).object(name).build();
        var answer = ask(
                "begin to store " + name,
                () -> client.createMultipartUpload(args).join());
        return new UploadId(name, answer.result().uploadId());
    }

    /** Sends a part; numbers begin at 1. Sending one again replaces it. */
    Part putPart(UploadId upload, int number, FilePart bytes) throws IOException {
        Http.Headers headers = checksums(bytes);
        return ask("store part %d of %s".formatted(number, upload.name()), () -> {
                    try (var file = opened(bytes)) {
                        var args = UploadPartArgs.builder()
                                .bucket(bucket)
                                .object(upload.name())
                                .uploadId(upload.id())
                                .partNumber(number)
                                .file(file, bytes.length())
                                .headers(headers)
                                .build();
                        return client.uploadPart(args).join();
                    }
                })
                .part();
    }

    /** Makes an object of the parts, unless the name is taken ({@link S3Failure#isTaken}). */
    void complete(UploadId upload, List<Part> parts) throws IOException {
        var args = CompleteMultipartUploadArgs.builder()
                .bucket(bucket)
                .object(upload.name())
                .uploadId(upload.id())
                .parts(parts.toArray(Part[]::new))
                .extraHeaders(ONLY_IF_ABSENT)
                .maxRetries(1)
                .build();
        ask(
                "complete " + upload.name(),
                () -> client.completeMultipartUpload(args).join());
    }

    /** Throws the parts away. That there are none any more is fine. */
    void abort(UploadId upload) throws IOException {
        var args = AbortMultipartUploadArgs.builder()
                .bucket(bucket)
                .object(upload.name())
                .uploadId(upload.id())
                .build();
        try {
            ask(
                    "give up " + upload.name(),
                    () -> client.abortMultipartUpload(args).join());
        } catch (S3Failure failure) {
            if (!failure.isNoSuchUpload()) {
                throw failure;
            }
        }
    }

    /** Deletes an object; deleting an absent one is fine. */
    void delete(String name) throws IOException {
        var args = RemoveObjectArgs.builder().bucket(bucket).object(name).build();
        ask("delete " + name, () -> client.removeObject(args).join());
    }

    /** A page of objects whose names begin with {@code prefix}, from {@code token} on, or from the first. */
    ListBucketResultV2 list(String prefix, @Nullable String token) throws IOException {
        var args = ListObjectsV2Args.builder()
                .bucket(bucket)
                .prefix(prefix)
                .continuationToken(token)
                .build();
        return ask("list " + prefix, () -> client.listObjectsV2(args).join()).result();
    }

    /** A page of uploads that are neither completed nor given up, behind {@code last}, or from the first. */
    ListMultipartUploadsResult listUploads(String prefix, @Nullable UploadId last) throws IOException {
        var args = ListMultipartUploadsArgs.builder()
                .bucket(bucket)
                .prefix(prefix)
                .keyMarker(last == null ? null : last.name())
                .uploadIdMarker(last == null ? null : last.id())
                .build();
        return ask(
                        "list uploads of " + prefix,
                        () -> client.listMultipartUploads(args).join())
                .result();
    }

    /** The server refuses a body that arrives otherwise. Without TLS it is also part of the signature. */
    private Http.Headers checksums(FilePart bytes) throws IOException {
        FilePart.Checksums sums = bytes.checksums(!encrypted);
        return new Http.Headers(
                Http.Headers.CONTENT_MD5,
                sums.md5(),
                Http.Headers.X_AMZ_CONTENT_SHA256,
                encrypted ? UNSIGNED : sums.sha256());
    }

    private static RandomAccessFile opened(FilePart bytes) throws IOException {
        var file = new RandomAccessFile(bytes.file().toFile(), "r");
        try {
            file.seek(bytes.offset());
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
