package granary.blob.local;

import granary.blob.ObjectKey;
import granary.blob.ObjectUpload;
import granary.blob.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** An upload as a file in {@code incoming}. Sealing syncs it, so that keeping it is only a matter of names. */
final class FileUpload extends ObjectUpload {
    /** Gives a synced file its name. */
    interface Publisher {
        StoredObject publish(Path upload, ObjectKey key) throws IOException;
    }

    /** Small writes are gathered up to this; larger ones go through in slices of this, as NIO copies each off the heap. */
    private static final int BUFFER_BYTES = 128 * 1024;

    private final Path file;
    private final Publisher publisher;
    private final FileChannel channel;
    private @Nullable ByteBuffer gathered;
    private long size;
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
        this.channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        require(State.OPEN);
        size += length;
        ByteBuffer buffer = gathered;
        if (buffer == null && length < BUFFER_BYTES) {
            buffer = ByteBuffer.allocate(BUFFER_BYTES);
            gathered = buffer;
        }
        if (buffer != null && length <= buffer.remaining()) {
            buffer.put(bytes, offset, length);
            return;
        }
        writeGathered();
        for (int done = 0; done < length; done += BUFFER_BYTES) {
            writeOut(ByteBuffer.wrap(bytes, offset + done, Math.min(BUFFER_BYTES, length - done)));
        }
    }

    private void writeGathered() throws IOException {
        if (gathered != null) {
            writeOut(gathered.flip());
            gathered.clear();
        }
    }

    private void writeOut(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            state = State.FAILED;
            throw Disk.explained(e);
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int readBack(long position, ByteBuffer target) throws IOException {
        require(State.OPEN);
        writeGathered();
        return channel.read(target, position);
    }

    /** A failed sync fails the upload for good: what the kernel dropped, a second sync would report as written. */
    @Override
    public void seal() throws IOException {
        if (state == State.SEALED) {
            return;
        }
        require(State.OPEN);
        writeGathered();
        try (channel) {
            channel.force(true);
        } catch (IOException e) {
            state = State.FAILED;
            throw Disk.explained(e);
        }
        gathered = null;
        state = State.SEALED;
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
        gathered = null;
        channel.close();
        Files.deleteIfExists(file);
    }
}
