package granary.repo.git;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jgit.internal.storage.dfs.DfsInserter;
import org.eclipse.jgit.internal.storage.dfs.DfsObjDatabase;
import org.eclipse.jgit.internal.storage.dfs.DfsPackParser;
import org.eclipse.jgit.lib.Constants;

/**
 * Reads the pack of a push, and gives up when it declares more than the limits allow: a pack of a few bytes may say that
 * it holds four billion objects, or unpack to a thousand times its size.
 */
final class LimitedPackParser extends DfsPackParser {
    private final GitLimits limits;
    private long inflatedBytes;

    LimitedPackParser(DfsObjDatabase database, DfsInserter inserter, InputStream in, GitLimits limits) {
        super(database, inserter, in);
        this.limits = limits;
    }

    @Override
    protected void onPackHeader(long objects) throws IOException {
        if (objects > limits.packObjectsMax()) {
            throw new PushRefusedException("the push has %,d objects; at most %,d are allowed in one push"
                    .formatted(objects, limits.packObjectsMax()));
        }
        super.onPackHeader(objects);
    }

    @Override
    protected void onBeginWholeObject(long position, int type, long bytes) throws IOException {
        if (type != Constants.OBJ_BLOB && bytes > limits.treeBytesMax()) {
            throw new PushRefusedException("a %s has %,d bytes; at most %,d are allowed"
                    .formatted(Constants.typeString(type), bytes, limits.treeBytesMax()));
        }
        count(bytes);
        super.onBeginWholeObject(position, type, bytes);
    }

    @Override
    protected void onInflatedObjectData(org.eclipse.jgit.transport.PackedObjectInfo object, int type, byte[] data)
            throws IOException {
        count(data.length);
        super.onInflatedObjectData(object, type, data);
    }

    private void count(long bytes) throws PushRefusedException {
        inflatedBytes += bytes;
        if (inflatedBytes > limits.inflatedBytesMax()) {
            throw new PushRefusedException("the push unpacks to more than %,d bytes; push in smaller parts"
                    .formatted(limits.inflatedBytesMax()));
        }
    }
}
