package granary.repo.git;

import granary.repo.pointer.LfsPointer;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Knows the size of git blobs, and which are LFS pointers. Only blobs as small as a pointer are read. What an id names
 * never changes, so answers are remembered over all repositories, as many as {@link #REMEMBERED_MAX}.
 */
final class BlobKinds {
    private static final int REMEMBERED_MAX = 50_000;

    private static final Remembered<ObjectId, Kind> REMEMBERED = new Remembered<>(REMEMBERED_MAX);

    private BlobKinds() {}

    /** What a blob is: {@code size} is its own, in bytes. */
    record Kind(long size, Optional<LfsPointer> pointer) {}

    static Kind of(ObjectReader reader, ObjectId blob) throws IOException {
        Kind known = REMEMBERED.find(blob);
        if (known != null) {
            return known;
        }
        long size = reader.getObjectSize(blob, Constants.OBJ_BLOB);
        Optional<LfsPointer> pointer = size > LfsPointer.BYTES_MAX
                ? Optional.empty()
                : LfsPointer.parse(reader.open(blob, Constants.OBJ_BLOB).getBytes(LfsPointer.BYTES_MAX));
        Kind kind = new Kind(size, pointer);
        REMEMBERED.add(blob.copy(), kind);
        return kind;
    }
}
