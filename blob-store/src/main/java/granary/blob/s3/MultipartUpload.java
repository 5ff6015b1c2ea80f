package granary.blob.s3;

import granary.blob.s3.S3Requests.UploadId;
import io.minio.messages.Part;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bytes of a file, sent in parts. S3 holds them under a name, but nobody sees them before they are completed. */
final class MultipartUpload {
    /** Larger objects are sent in parts of this, or of more when S3 would not take so many parts. */
    static final long PART_BYTES = 16L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(MultipartUpload.class);
    private static final int PARTS_MAX = 10_000;
    private static final int IN_FLIGHT_MAX = 2;

    private final S3Requests requests;
    private final UploadId id;
    private final List<FilePart> cut;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReferenceArray<Part> sent;

    private MultipartUpload(S3Requests requests, UploadId id, List<FilePart> cut) {
        this.requests = requests;
        this.id = id;
        this.cut = cut;
        this.sent = new AtomicReferenceArray<>(cut.size());
    }

    /** Sends {@code size} bytes, the file's first. When that fails, nothing of them stays. */
    static MultipartUpload send(S3Requests requests, String name, Path file, long size) throws IOException {
        var upload = new MultipartUpload(requests, requests.create(name), cut(file, size));
        try {
            upload.sendParts();
            return upload;
        } catch (IOException | RuntimeException e) {
            upload.abort();
            throw e;
        }
    }

    /** Parts of one size, but for the last; an empty file is one empty part. */
    static List<FilePart> cut(Path file, long size) {
        long bytes = Math.max(PART_BYTES, Math.ceilDiv(size, PARTS_MAX));
        var parts = new ArrayList<FilePart>();
        long at = 0;
        do {
            parts.add(new FilePart(file, at, Math.min(bytes, size - at)));
            at += bytes;
        } while (at < size);
        return List.copyOf(parts);
    }

    /** Closing the executor waits for parts under way, whose requests have deadlines. */
    private void sendParts() throws IOException {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Void> sender = this::sendSome;
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < Math.min(IN_FLIGHT_MAX, cut.size()); i++) {
                running.add(senders.submit(sender));
            }
            try {
                for (Future<Void> each : running) {
                    awaitSent(each);
                }
            } finally {
                next.set(cut.size());
            }
        }
    }

    private Void sendSome() throws IOException {
        for (int i = next.getAndIncrement(); i < cut.size(); i = next.getAndIncrement()) {
            sent.set(i, requests.putPart(id, i + 1, cut.get(i)));
        }
        return null;
    }

    private static void awaitSent(Future<Void> sender) throws IOException {
        try {
            sender.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while sending to S3").initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    /** Makes an object of the parts, unless the name is taken ({@link S3Failure#isTaken}). */
    void complete() throws IOException {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < sent.length(); i++) {
            parts.add(sent.get(i));
        }
        requests.complete(id, parts);
    }

    /** Throws the parts away. What cannot be thrown away now counts as abandoned in a day. */
    void abort() {
        try {
            requests.abort(id);
        } catch (IOException e) {
            LOG.warn("could not give up the upload of {}; it will be removed as abandoned", id.name(), e);
        }
    }
}
