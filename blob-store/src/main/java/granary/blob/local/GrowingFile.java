package granary.blob.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A new file that is written from its beginning on and can be read back meanwhile. For one thread. */
public final class GrowingFile implements AutoCloseable {
    /** Small writes are gathered up to this; larger ones go through in slices of this, as NIO copies each off the heap. */
    private static final int BUFFER_BYTES = 128 * 1024;

    private final FileChannel channel;
    private @Nullable ByteBuffer gathered;
    private long size;

    /** Makes the file, which must not be there. */
    public GrowingFile(Path file) throws IOException {
        this.channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    /** Adds bytes at the end. After a failure the file is good for nothing but being closed. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
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
        flush();
        for (int done = 0; done < length; done += BUFFER_BYTES) {
            writeOut(ByteBuffer.wrap(bytes, offset + done, Math.min(BUFFER_BYTES, length - done)));
        }
    }

    /** Hands gathered bytes to the file system. */
    public void flush() throws IOException {
        if (gathered != null) {
            writeOut(gathered.flip());
            gathered.clear();
        }
    }

    private void writeOut(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** How many bytes were written. */
    public long size() {
        return size;
    }

    /**
     * Reads what was written, from {@code position} on.
     *
     * @return how many bytes were put into {@code target}; -1 at the end
     */
    public int readBack(long position, ByteBuffer target) throws IOException {
        flush();
        return channel.read(target, position);
    }

    /** Makes all bytes survive a power cut. */
    void sync() throws IOException {
        flush();
        channel.force(true);
    }

    /** Gives back memory and the open file. Bytes that were not flushed are lost; the file itself stays. */
    @Override
    public void close() throws IOException {
        gathered = null;
        channel.close();
    }
}
