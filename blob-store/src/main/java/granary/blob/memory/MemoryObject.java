package granary.blob.memory;

import granary.blob.ObjectKey;
import granary.blob.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;

/** An object in memory. {@code bytes} is read-only. */
record MemoryObject(ObjectKey key, ByteBuffer bytes, Instant storedAt) implements StoredObject {
    static MemoryObject of(ObjectKey key, byte[] bytes, Instant storedAt) {
        return new MemoryObject(key, ByteBuffer.wrap(bytes).asReadOnlyBuffer(), storedAt);
    }

    @Override
    public long size() {
        return bytes.capacity();
    }

    @Override
    public SeekableByteChannel open() {
        return new MemoryChannel(bytes.duplicate());
    }

    @Override
    public InputStream read(long offset, long length) {
        if (offset < 0 || length < 0 || length > size() - offset) {
            throw new IllegalArgumentException(
                    "bytes %d + %d are not all in %s (%d bytes)".formatted(offset, length, key.path(), size()));
        }
        byte[] part = new byte[(int) length];
        bytes.get((int) offset, part);
        return new ByteArrayInputStream(part);
    }
}
