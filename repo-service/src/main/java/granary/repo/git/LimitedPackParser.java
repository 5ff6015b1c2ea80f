package granary.repo.git;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jgit.internal.storage.dfs.DfsPackParser;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.PackedObjectInfo;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pack of a push, and gives up when it declares more than the limits allow: a pack of a few bytes may say that
 * it holds four billion objects, or unpack to a million times its size.
 *
 * <p>Files that come whole are streamed, whatever their size; the push rules then refuse the large ones by their path.
 * Deltas are put together in memory, so there the size limit is strict, and all pushes share a budget.
 */
final class LimitedPackParser extends DfsPackParser {
    private final GitLimits limits;
    private final long objectBytesMax;
    private final DeltaBudget.Share memory;
    private final long stepBytes;
    private final DeltaChain chain = new DeltaChain();
    private boolean received;
    private long inflatedBytes;
    private @Nullable ObjectId base;

    LimitedPackParser(PackDatabase database, PackInserter inserter, InputStream in, PackedRepository repository) {
        super(database, inserter, in);
        this.limits = repository.limits();
        this.objectBytesMax = limits.objectBytesMax(repository.info().id().type());
        this.memory = repository.deltaBudget().share();
        this.stepBytes = Math.min(objectBytesMax, limits.deltaBytesMax() / 4);
    }

    @Override
    public PackLock parse(ProgressMonitor receiving, ProgressMonitor resolving) throws IOException {
        try (memory) {
            return super.parse(receiving, resolving);
        }
    }

    @Override
    protected void onPackHeader(long objects) throws IOException {
        if (objects > limits.packObjectsMax()) {
            throw new PushRefusedException("the push has %,d objects; at most %,d are allowed in one push"
                    .formatted(objects, limits.packObjectsMax()));
        }
        setMaxObjectSizeLimit(limits.packBytesMax());
        super.onPackHeader(objects);
    }

    @Override
    protected void onPackFooter(byte[] hash) throws IOException {
        received = true;
        setMaxObjectSizeLimit(objectBytesMax);
        chain.sort();
        super.onPackFooter(hash);
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
    protected void onBeginOfsDelta(long position, long basePosition, long bytes) throws IOException {
        chain.expectChildOf(basePosition);
        count(bytes);
        super.onBeginOfsDelta(position, basePosition, bytes);
    }

    @Override
    protected void onBeginRefDelta(long position, AnyObjectId baseId, long bytes) throws IOException {
        chain.expectChildOf(baseId);
        count(bytes);
        super.onBeginRefDelta(position, baseId, bytes);
    }

    /** Called before an object is read back as a root of deltas. */
    @Override
    protected ObjectTypeAndSize seekDatabase(PackedObjectInfo object, ObjectTypeAndSize info) throws IOException {
        ObjectTypeAndSize found = super.seekDatabase(object, info);
        if (received && isDeltaRoot(object)) {
            requireSize(found.size);
            chain.start(object, object.getOffset(), found.size);
            memory.hold(chain.heldBytes());
        }
        return found;
    }

    /** Called before a delta is read back and applied: whatever it makes has to fit. */
    @Override
    protected ObjectTypeAndSize seekDatabase(UnresolvedDelta delta, ObjectTypeAndSize info) throws IOException {
        memory.hold(chain.heldBytes() + stepBytes);
        ObjectTypeAndSize found = super.seekDatabase(delta, info);
        requireSize(found.size);
        return found;
    }

    @Override
    protected PackedObjectInfo newInfo(AnyObjectId id, UnresolvedDelta delta, ObjectId deltaBase) {
        base = deltaBase == null ? null : deltaBase.copy();
        return super.newInfo(id, delta, deltaBase);
    }

    @Override
    protected void onInflatedObjectData(PackedObjectInfo object, int type, byte[] data) throws IOException {
        if (received) {
            count(data.length);
            chain.made(object.copy(), object.getOffset(), data.length, base);
            memory.hold(chain.heldBytes());
        }
        super.onInflatedObjectData(object, type, data);
    }

    /** A delta's base that the repository has already. */
    @Override
    protected boolean onAppendBase(int type, byte[] data, PackedObjectInfo object) throws IOException {
        boolean appended = super.onAppendBase(type, data, object);
        chain.start(object.copy(), object.getOffset(), data.length);
        memory.hold(chain.heldBytes());
        return appended;
    }

    private boolean isDeltaRoot(PackedObjectInfo object) {
        return chain.hasChildren(object, object.getOffset());
    }

    private void requireSize(long bytes) throws PushRefusedException {
        if (bytes > objectBytesMax) {
            throw new PushRefusedException(
                    "an object of %,d bytes is packed as a delta or has deltas; at most %,d are allowed."
                                    .formatted(bytes, objectBytesMax)
                            + " Large files belong in git-lfs (git lfs migrate import)");
        }
    }

    private void count(long bytes) throws PushRefusedException {
        inflatedBytes += bytes;
        if (inflatedBytes > limits.inflatedBytesMax()) {
            throw new PushRefusedException("the push unpacks to more than %,d bytes; push in smaller parts"
                    .formatted(limits.inflatedBytesMax()));
        }
    }
}
