package granary.blob.local;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part of a file as a stream. A file that turns out shorter is an error, never a short read. */
final class FileRange extends InputStream {
    /** NIO copies through memory off the heap, as much as one call asks for, and keeps it: ask for little. */
    private static final int SLICE_BYTES = 256 * 1024;

    private final FileChannel channel;
    private final long end;
    private long position;

    FileRange(FileChannel channel, long position, long end) {
        this.channel = channel;
        this.position = position;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == end) {
            return -1;
        }
        int wanted = (int) Math.min(Math.min(length, SLICE_BYTES), end - position);
        int count = channel.read(ByteBuffer.wrap(target, offset, wanted), position);
        if (count < 0) {
            throw new EOFException("object ends at %d, before %d".formatted(position, end));
        }
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
