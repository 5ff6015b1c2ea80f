package granary.blob.content;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectUpload;
import granary.blob.StorageFullException;
import granary.blob.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object store whose disk is full from a chosen step on, until it is healed, and which lets things happen in between. */
final class FailingObjectStore implements ObjectStore {
    /** Where the room runs out. */
    enum Step {
        BEGIN,
        WRITE,
        SEAL,
        KEEP,
        DELETE
    }

    private final ObjectStore healthy;
    private volatile @Nullable Step failing;
    private volatile Happening onceKept = () -> {};
    private volatile Happening onceSought = () -> {};

    /** Something that a test wants to happen at a certain step. */
    interface Happening {
        void run() throws IOException;
    }

    FailingObjectStore(ObjectStore healthy) {
        this.healthy = healthy;
    }

    void failAt(Step step) {
        failing = step;
    }

    /** What happens when the next object has its name, before its keeper goes on. */
    void onceKept(Happening happening) {
        onceKept = happening;
    }

    /** What happens before the next object is looked for. */
    void onceSought(Happening happening) {
        onceSought = happening;
    }

    void heal() {
        failing = null;
    }

    private void pass(Step step) throws IOException {
        if (failing == step) {
            throw new StorageFullException("full", new IOException("No space left on device"));
        }
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws IOException {
        Happening happening = onceSought;
        onceSought = () -> {};
        happening.run();
        return healthy.find(key);
    }

    @Override
    public void delete(ObjectKey key) throws IOException {
        pass(Step.DELETE);
        healthy.delete(key);
    }

    @Override
    public void removeAbandoned(Duration olderThan) throws IOException {
        healthy.removeAbandoned(olderThan);
    }

    @Override
    public void each(String prefix, Visitor visitor) throws IOException {
        healthy.each(prefix, visitor);
    }

    @Override
    public ObjectUpload begin() throws IOException {
        pass(Step.BEGIN);
        return new FailingUpload(healthy.begin());
    }

    private final class FailingUpload extends ObjectUpload {
        private final ObjectUpload upload;

        FailingUpload(ObjectUpload upload) {
            this.upload = upload;
        }

        @Override
        public void write(int b) throws IOException {
            pass(Step.WRITE);
            upload.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            pass(Step.WRITE);
            upload.write(bytes, offset, length);
        }

        @Override
        public long size() {
            return upload.size();
        }

        @Override
        public int readBack(long position, ByteBuffer target) throws IOException {
            return upload.readBack(position, target);
        }

        @Override
        public void seal() throws IOException {
            pass(Step.SEAL);
            upload.seal();
        }

        @Override
        public StoredObject keepAs(ObjectKey key) throws IOException {
            pass(Step.KEEP);
            StoredObject kept = upload.keepAs(key);
            Happening happening = onceKept;
            onceKept = () -> {};
            happening.run();
            return kept;
        }

        @Override
        public void close() throws IOException {
            upload.close();
        }
    }
}
