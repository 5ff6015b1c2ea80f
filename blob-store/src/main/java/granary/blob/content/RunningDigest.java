package granary.blob.content;

import granary.blob.Sha256;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** The SHA-256 of bytes that come part by part, computed by the workers, beside whatever else is done with the parts. */
final class RunningDigest {
    private final MessageDigest digest = Sha256.newDigest();
    private final Workers workers;
    private Future<?> last = CompletableFuture.completedFuture(null);

    RunningDigest(Workers workers) {
        this.workers = workers;
    }

    /**
     * Adds a part, after waiting for the one before. Its bytes must stay as they are until the returned task has ended.
     *
     * @param alone whether it is not worth a thread's wake-up
     */
    Future<?> add(byte[] bytes, int from, int length, boolean alone) throws IOException {
        Workers.resultOf(last);
        Future<?> task = workers.compute(
                () -> {
                    digest.update(bytes, from, length);
                    return digest;
                },
                alone);
        last = task;
        return task;
    }

    /** The hash of all parts. To be asked once. */
    Sha256 result() throws IOException {
        Workers.resultOf(last);
        return Sha256.of(digest.digest());
    }

    /** Waits until the bytes of the last part are no longer read. */
    void awaitEnd() {
        Workers.awaitEnd(last);
    }
}
