package granary.web.transfer;

import granary.blob.StorageFullException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Bytes kept for a moment: few in memory, many in a file that has no name any more and so vanishes with its last reader,
 * even when the process is killed. Can be emptied and filled again.
 */
public final class Spill extends OutputStream {
    private static final int MEMORY_BYTES_MAX = 256 * 1024;

    private final Path folder;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable FileChannel file;
    private long size;

    /** {@code folder} is where a file is made, if one is needed. */
    public Spill(Path folder) {
        this.folder = folder;
    }

    public long size() {
        return size;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (file == null && size + length <= MEMORY_BYTES_MAX) {
            memory.write(source, offset, length);
        } else {
            writeToFile(ByteBuffer.wrap(source, offset, length));
        }
        size += length;
    }

    private void writeToFile(ByteBuffer bytes) throws IOException {
        try {
            FileChannel open = file;
            if (open == null) {
                open = create();
                file = open;
                writeFully(open, ByteBuffer.wrap(memory.toByteArray()));
            }
            writeFully(open, bytes);
        } catch (IOException e) {
            throw StorageFullException.explain(e, "no room for an upload on its way");
        }
    }

    private FileChannel create() throws IOException {
        Path path = Files.createTempFile(folder, "upload", ".part");
        FileChannel open = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Files.delete(path);
        return open;
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** Reads from the first byte on; one reader at a time, and none while writing. */
    public InputStream open() throws IOException {
        FileChannel open = file;
        if (open == null) {
            return new ByteArrayInputStream(memory.toByteArray());
        }
        open.position(0);
        InputStream in = Channels.newInputStream(open);
        return new InputStream() { // closing it must not close the file
            @Override
            public int read() throws IOException {
                return in.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return in.read(target, offset, length);
            }
        };
    }

    /** Throws the bytes away, to begin anew. */
    public void clear() throws IOException {
        close();
        memory.reset();
        size = 0;
    }

    @Override
    public void close() throws IOException {
        FileChannel open = file;
        if (open != null) {
            file = null;
            open.close();
        }
    }
}
