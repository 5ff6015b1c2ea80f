package granary.repo.git;

import granary.blob.ObjectKey;
import granary.blob.ObjectUpload;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jgit.internal.storage.dfs.DfsOutputStream;

/**
 * One file of a pack on its way into the object store. Git closes it on success and on failure alike, so closing keeps
 * the object and says nothing: only the pack's row makes it part of a repository.
 */
final class PackOutput extends DfsOutputStream {
    private final ObjectUpload upload;
    private final ObjectKey key;
    private boolean closed;

    PackOutput(ObjectUpload upload, ObjectKey key) {
        this.upload = upload;
        this.key = key;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        upload.write(bytes, offset, length);
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        return upload.readBack(position, target);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (upload) {
            upload.keepAs(key);
        }
    }
}
