package granary.repo.git;

import granary.blob.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.eclipse.jgit.internal.storage.dfs.ReadableChannel;

/**
 * Reads one file of a pack. Every read of the object store may be a request over a network, so small files are fetched
 * whole, and large ones as far ahead as git says it will go on (git-storage.md §3).
 */
final class PackChannel implements ReadableChannel {
    private final StoredObject object;
    private byte[] fetched = {};
    private int fetchedBytes;
    private long fetchedAt;
    private long position;
    private int aheadBytes;
    private boolean open = true;

    /** {@code wholeBytesMax} is the size up to which the first read fetches everything. */
    PackChannel(StoredObject object, int wholeBytesMax) {
        this.object = object;
        this.aheadBytes = object.size() <= wholeBytesMax ? (int) object.size() : 0;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (position >= object.size()) {
            return -1;
        }
        if (position < fetchedAt || position >= fetchedAt + fetchedBytes) {
            fetch(target.remaining());
        }
        int from = (int) (position - fetchedAt);
        int count = Math.min(target.remaining(), fetchedBytes - from);
        target.put(fetched, from, count);
        position += count;
        return count;
    }

    private void fetch(int wantedBytes) throws IOException {
        int length = (int) Math.min(Math.max(wantedBytes, aheadBytes), object.size() - position);
        if (fetched.length < length) {
            fetched = new byte[length];
        }
        fetchedAt = position;
        try (InputStream in = object.read(position, length)) {
            fetchedBytes = in.readNBytes(fetched, 0, length);
        }
        if (fetchedBytes < length) {
            throw new IOException("the stored object %s is shorter than its size says"
                    .formatted(object.key().path()));
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void position(long newPosition) {
        position = newPosition;
    }

    @Override
    public long size() {
        return object.size();
    }

    @Override
    public int blockSize() {
        return 0;
    }

    @Override
    public void setReadAheadBytes(int bytes) {
        aheadBytes = Math.max(aheadBytes, bytes);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        fetched = new byte[0];
        fetchedBytes = 0;
    }
}
