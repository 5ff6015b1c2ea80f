package granary.blob.memory;

import granary.blob.ObjectKey;
import granary.blob.ObjectUpload;
import granary.blob.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.UnaryOperator;

final class MemoryUpload extends ObjectUpload {
    private final UnaryOperator<MemoryObject> keeper;
    private final Bytes bytes = new Bytes();
    private boolean sealed;
    private boolean closed;

    MemoryUpload(UnaryOperator<MemoryObject> keeper) {
        this.keeper = keeper;
    }

    @Override
    public void write(int b) throws IOException {
        requireOpen();
        bytes.write(b);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        requireOpen();
        bytes.write(source, offset, length);
    }

    @Override
    public long size() {
        return bytes.size();
    }

    @Override
    public int readBack(long position, ByteBuffer target) throws IOException {
        requireOpen();
        return bytes.copy(position, target);
    }

    @Override
    public void seal() throws IOException {
        if (closed) {
            throw new IOException("upload is closed");
        }
        sealed = true;
    }

    @Override
    public StoredObject keepAs(ObjectKey key) throws IOException {
        seal();
        closed = true;
        return keeper.apply(MemoryObject.of(key, bytes.toByteArray(), Instant.now()));
    }

    private void requireOpen() throws IOException {
        if (sealed || closed) {
            throw new IOException("upload is sealed or closed");
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Written bytes that can be read without copying all of them. */
    private static final class Bytes extends ByteArrayOutputStream {
        int copy(long position, ByteBuffer target) {
            if (position >= count) {
                return -1;
            }
            int length = Math.min(target.remaining(), count - (int) position);
            target.put(buf, (int) position, length);
            return length;
        }
    }
}
