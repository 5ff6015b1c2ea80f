package granary.blob.s3;

import granary.blob.StoredObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** One reader's view of a remote object: fetches a block ahead, so that small reads are not a request each. */
final class ReadAheadChannel implements SeekableByteChannel {
    private static final int BLOCK_BYTES = 1024 * 1024;

    private final StoredObject object;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long blockAt;
    private long position;
    private boolean open = true;

    ReadAheadChannel(StoredObject object) {
        this.object = object;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        requireOpen();
        if (position >= object.size()) {
            return -1;
        }
        if (position < blockAt || position >= blockAt + block.limit()) {
            fetch();
        }
        int from = (int) (position - blockAt);
        int count = Math.min(target.remaining(), block.limit() - from);
        target.put(block.slice(from, count));
        position += count;
        return count;
    }

    private void fetch() throws IOException {
        int length = (int) Math.min(BLOCK_BYTES, object.size() - position);
        if (block.capacity() < length) {
            block = ByteBuffer.allocate(length);
        }
        block.limit(0);
        try (InputStream in = object.read(position, length)) {
            if (in.readNBytes(block.array(), 0, length) < length) {
                throw new EOFException("%s ends early".formatted(object.key().path()));
            }
        }
        block.limit(length);
        blockAt = position;
    }

    @Override
    public long position() throws ClosedChannelException {
        requireOpen();
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) throws ClosedChannelException {
        requireOpen();
        if (newPosition < 0) {
            throw new IllegalArgumentException("position is negative: " + newPosition);
        }
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws ClosedChannelException {
        requireOpen();
        return object.size();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        block = ByteBuffer.allocate(0);
    }

    private void requireOpen() throws ClosedChannelException {
        if (!open) {
            throw new ClosedChannelException();
        }
    }
}
