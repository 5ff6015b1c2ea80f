package granary.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/** A stored object, open for any number of readers. */
public interface StoredObject {
    ObjectKey key();

    long size();

    /** For random access; each reader opens its own, as an interrupted thread closes its channel. */
    SeekableByteChannel open() throws IOException;

    /** Streams {@code length} bytes from {@code offset} on: one ranged GET on a remote store. */
    InputStream read(long offset, long length) throws IOException;
}
