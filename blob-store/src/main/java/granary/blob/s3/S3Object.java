package granary.blob.s3;

import granary.blob.ObjectKey;
import granary.blob.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/** An object in the bucket, under {@code name}. */
record S3Object(ObjectKey key, long size, String name, S3Requests requests) implements StoredObject {
    @Override
    public SeekableByteChannel open() throws IOException {
        // As with a file: what is not there cannot be opened.
        read(0, Math.min(size, 1)).close();
        return new ReadAheadChannel(this);
    }

    @Override
    public InputStream read(long offset, long length) throws IOException {
        if (offset < 0 || length < 0 || length > size - offset) {
            throw new IllegalArgumentException(
                    "bytes %d + %d are not all in %s (%d bytes)".formatted(offset, length, key.path(), size));
        }
        return length == 0 ? InputStream.nullInputStream() : S3Range.open(this, offset, offset + length);
    }
}
