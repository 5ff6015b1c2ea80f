package granary.blob.s3;

import granary.blob.ObjectKey;
import granary.blob.ObjectUpload;
import granary.blob.StorageFullException;
import granary.blob.StoredObject;
import granary.blob.local.GrowingFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An upload, first in a file of this machine: git reads it back, and a part can be sent again. Large ones go to S3 when
 * they are sealed for a key, else when they are kept.
 */
final class S3Upload extends ObjectUpload {
    private final Path file;
    private final Keeper keeper;
    private final GrowingFile bytes;
    private @Nullable SealedUpload sealed;
    private State state = State.OPEN;

    private enum State {
        OPEN,
        SEALED,
        FAILED,
        CLOSED
    }

    S3Upload(Path file, Keeper keeper) throws IOException {
        this.file = file;
        this.keeper = keeper;
        try {
            this.bytes = new GrowingFile(file);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        require(State.OPEN);
        try {
            bytes.write(source, offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public long size() {
        return bytes.size();
    }

    @Override
    public int readBack(long position, ByteBuffer target) throws IOException {
        require(State.OPEN);
        try {
            return bytes.readBack(position, target);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Nothing is synced: what a power cut takes from this file is not in the store yet. */
    @Override
    public void seal() throws IOException {
        if (state == State.SEALED) {
            return;
        }
        require(State.OPEN);
        try (bytes) {
            bytes.flush();
        } catch (IOException e) {
            throw failed(e);
        }
        state = State.SEALED;
    }

    @Override
    public void sealFor(ObjectKey key) throws IOException {
        seal();
        if (sealed == null && bytes.size() > MultipartUpload.PART_BYTES) {
            sealed = new SealedUpload(key, keeper.send(key, file, bytes.size()));
            Files.delete(file);
        }
    }

    @Override
    public StoredObject keepAs(ObjectKey key) throws IOException {
        seal();
        StoredObject kept = keep(key);
        sealed = null;
        state = State.CLOSED;
        Files.deleteIfExists(file);
        return kept;
    }

    private StoredObject keep(ObjectKey key) throws IOException {
        if (bytes.size() <= MultipartUpload.PART_BYTES) {
            return keeper.put(key, new FilePart(file, 0, bytes.size()));
        }
        sealFor(key);
        if (sealed == null || !sealed.key().equals(key)) {
            throw new IllegalArgumentException("sealed for another key than " + key.path());
        }
        return keeper.complete(key, sealed.upload(), bytes.size());
    }

    private void require(State wanted) throws IOException {
        if (state != wanted) {
            throw new IOException("upload is %s, not %s".formatted(state, wanted));
        }
    }

    private IOException failed(IOException failure) {
        state = State.FAILED;
        return explained(failure);
    }

    private static IOException explained(IOException failure) {
        return StorageFullException.explain(failure, "the disk that uploads wait on is full");
    }

    @Override
    public void close() throws IOException {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        bytes.close();
        if (sealed != null) {
            sealed.upload().abort();
        }
        Files.deleteIfExists(file);
    }

    /** Bytes that S3 has, and the key they were sent for. */
    private record SealedUpload(ObjectKey key, MultipartUpload upload) {}
}
