package granary.blob.local;

import granary.blob.ObjectKey;
import granary.blob.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

record FileObject(ObjectKey key, long size, Path file) implements StoredObject {
    @Override
    public SeekableByteChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    @Override
    public InputStream read(long offset, long length) throws IOException {
        if (offset < 0 || length < 0 || length > size - offset) {
            throw new IllegalArgumentException(
                    "bytes %d + %d are not all in %s (%d bytes)".formatted(offset, length, key.path(), size));
        }
        return new FileRange(FileChannel.open(file, StandardOpenOption.READ), offset, offset + length);
    }
}
