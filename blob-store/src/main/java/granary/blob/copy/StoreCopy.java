package granary.blob.copy;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectUpload;
import granary.blob.Sha256;
import granary.blob.StorageFullException;
import granary.blob.StoredObject;
import granary.blob.copy.CopyReport.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Copies every object of a store into another, a few at a time, and reads each copy back. What is there already is left
 * as it is, so a copy that ended early goes on where it was. Hubs may use both stores meanwhile.
 */
public final class StoreCopy {
    private static final int AT_ONCE = 4;
    private static final int BUFFER_BYTES = 256 * 1024;

    /** One damaged object must not keep the others from being copied; many mean that a store is away. */
    private static final int PROBLEMS_MAX = 20;

    /** The largest objects take hours over a thin line. */
    private static final long OBJECT_DEADLINE_HOURS = 24;

    private final ObjectStore from;
    private final ObjectStore to;
    private final boolean verify;
    private final Consumer<CopyReport> progress;
    private final Semaphore slots = new Semaphore(AT_ONCE);

    private final List<Problem> problems = new ArrayList<>();
    private long copied;
    private long copiedBytes;
    private long present;
    private long presentBytes;
    private boolean stopped;

    /**
     * @param verify whether to compare objects that are there already byte by byte, not only by size
     * @param progress is told of every object that is done
     */
    public StoreCopy(ObjectStore from, ObjectStore to, boolean verify, Consumer<CopyReport> progress) {
        this.from = from;
        this.to = to;
        this.verify = verify;
        this.progress = progress;
    }

    /** Copies until all is done, or so much went wrong that there is no use in going on. */
    public CopyReport run() throws IOException {
        try (ExecutorService copiers = Executors.newVirtualThreadPerTaskExecutor()) {
            from.each("", (key, size, storedAt) -> {
                enter();
                if (hasStopped()) {
                    slots.release();
                    throw new IOException("too much went wrong");
                }
                copiers.execute(() -> {
                    try {
                        copy(key, size);
                    } finally {
                        slots.release();
                    }
                });
            });
        } catch (IOException failure) {
            if (!hasStopped()) {
                throw failure;
            }
        }
        return report();
    }

    private void enter() throws IOException {
        try {
            if (!slots.tryAcquire(OBJECT_DEADLINE_HOURS, TimeUnit.HOURS)) {
                throw new IOException("no object was copied for a day");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while copying").initCause(e);
        }
    }

    private void copy(ObjectKey key, long size) {
        try {
            Optional<StoredObject> there = to.find(key);
            if (there.isPresent()) {
                requireSame(key, size, there.get());
                add(0, 0, 1, size);
                return;
            }
            Optional<StoredObject> source = from.find(key);
            if (source.isPresent()) {
                copy(source.get());
                add(1, source.get().size(), 0, 0);
            }
        } catch (NoSuchFileException deletedMeanwhile) {
            addUnlessGone(key, deletedMeanwhile);
        } catch (IOException | RuntimeException failure) {
            add(key, failure);
        }
    }

    private void requireSame(ObjectKey key, long size, StoredObject there) throws IOException {
        if (there.size() != size) {
            throw new IOException("has %d bytes, and %d there".formatted(size, there.size()));
        }
        if (verify) {
            StoredObject source = from.find(key).orElseThrow(() -> new NoSuchFileException(key.path()));
            if (!hash(source).equals(hash(there))) {
                throw new IOException("has other bytes there");
            }
        }
    }

    private void copy(StoredObject source) throws IOException {
        Sha256 sent;
        StoredObject kept;
        try (ObjectUpload upload = to.begin();
                var in = new DigestInputStream(source.read(0, source.size()), Sha256.newDigest())) {
            transfer(in, source.size(), upload);
            sent = Sha256.of(in.getMessageDigest().digest());
            kept = upload.keepAs(source.key());
        }
        if (kept.size() != source.size() || !hash(kept).equals(sent)) {
            throw new IOException("does not read back as it was written; delete it there and copy again");
        }
    }

    private static void transfer(InputStream in, long size, ObjectUpload upload) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long left = size;
        while (left > 0) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new IOException("ends %d bytes early".formatted(left));
            }
            upload.write(buffer, 0, count);
            left -= count;
        }
    }

    private static Sha256 hash(StoredObject object) throws IOException {
        try (var in = new DigestInputStream(object.read(0, object.size()), Sha256.newDigest())) {
            byte[] buffer = new byte[BUFFER_BYTES];
            while (in.read(buffer) >= 0) {
                // Only its digest counts.
            }
            return Sha256.of(in.getMessageDigest().digest());
        }
    }

    /** A source may delete an object while it is copied; then there is nothing to copy. */
    private void addUnlessGone(ObjectKey key, IOException failure) {
        try {
            if (from.find(key).isPresent()) {
                add(key, failure);
            }
        } catch (IOException unreadable) {
            add(key, unreadable);
        }
    }

    private synchronized void add(long copies, long copiesBytes, long presents, long presentsBytes) {
        copied += copies;
        copiedBytes += copiesBytes;
        present += presents;
        presentBytes += presentsBytes;
        progress.accept(report());
    }

    private synchronized void add(ObjectKey key, Exception failure) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(new Problem(key.path(), String.valueOf(failure.getMessage())));
        }
        stopped |= problems.size() == PROBLEMS_MAX || failure instanceof StorageFullException;
    }

    private synchronized boolean hasStopped() {
        return stopped;
    }

    private synchronized CopyReport report() {
        return new CopyReport(copied, copiedBytes, present, presentBytes, problems);
    }
}
