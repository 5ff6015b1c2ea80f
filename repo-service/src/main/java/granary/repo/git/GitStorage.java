package granary.repo.git;

import granary.blob.ObjectStore;
import granary.repo.RepositoryInfo;
import org.eclipse.jgit.internal.storage.dfs.DfsBlockCache;
import org.eclipse.jgit.internal.storage.dfs.DfsBlockCacheConfig;

/** Opens repositories for git's own code. */
public final class GitStorage {
    private static final int MIB = 1 << 20;

    static {
        DfsBlockCache.reconfigure(blockCache(Runtime.getRuntime().maxMemory()));
    }

    private final Database database;
    private final ObjectStore objects;
    private final GitLimits limits;
    private final DeltaBudget deltaBudget;

    GitStorage(Database database, ObjectStore objects, GitLimits limits) {
        this.database = database;
        this.objects = objects;
        this.limits = limits;
        this.deltaBudget = new DeltaBudget(limits.deltaBytesMax());
    }

    /** An eighth of the heap, 16 MiB to 1 GiB, in blocks of 1 MiB (git-storage.md §3). */
    static DfsBlockCacheConfig blockCache(long heapBytes) {
        long limit = Math.clamp(heapBytes / 8, 16L * MIB, 1024L * MIB) / MIB * MIB;
        return new DfsBlockCacheConfig().setBlockSize(MIB).setBlockLimit(limit);
    }

    /** The repository for one request; the caller closes it. */
    public PackedRepository open(RepositoryInfo repository) {
        return new PackedRepository(repository, this);
    }

    Database database() {
        return database;
    }

    ObjectStore objects() {
        return objects;
    }

    DeltaBudget deltaBudget() {
        return deltaBudget;
    }

    public GitLimits limits() {
        return limits;
    }
}
