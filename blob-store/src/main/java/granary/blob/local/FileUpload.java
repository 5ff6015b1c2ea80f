package granary.blob.local;

import granary.blob.ObjectKey;
import granary.blob.ObjectUpload;
import granary.blob.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** An upload as a file in {@code incoming}. Sealing syncs it, so that keeping it is only a matter of names. */
final class FileUpload extends ObjectUpload {
    /** Gives a synced file its name. */
    interface Publisher {
        StoredObject publish(Path upload, ObjectKey key) throws IOException;
    }

    private final Path file;
    private final Publisher publisher;
    private final GrowingFile bytes;
    private State state = State.OPEN;

    private enum State {
        OPEN,
        SEALED,
        FAILED,
        CLOSED
    }

    FileUpload(Path file, Publisher publisher) throws IOException {
        this.file = file;
        this.publisher = publisher;
        this.bytes = new GrowingFile(file);
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

    /** A failed sync fails the upload for good: what the kernel dropped, a second sync would report as written. */
    @Override
    public void seal() throws IOException {
        if (state == State.SEALED) {
            return;
        }
        require(State.OPEN);
        try (bytes) {
            bytes.sync();
        } catch (IOException e) {
            throw failed(e);
        }
        state = State.SEALED;
    }

    private IOException failed(IOException failure) {
        state = State.FAILED;
        return Disk.explained(failure);
    }

    @Override
    public StoredObject keepAs(ObjectKey key) throws IOException {
        seal();
        StoredObject kept = publisher.publish(file, key);
        state = State.CLOSED;
        return kept;
    }

    private void require(State wanted) throws IOException {
        if (state != wanted) {
            throw new IOException("upload is %s, not %s".formatted(state, wanted));
        }
    }

    @Override
    public void close() throws IOException {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        bytes.close();
        Files.deleteIfExists(file);
    }
}
