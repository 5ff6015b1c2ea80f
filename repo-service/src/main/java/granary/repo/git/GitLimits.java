package granary.repo.git;

import granary.repo.RepoType;
import granary.repo.upload.UploadRules;
import java.time.Duration;

/**
 * What git may take. Sizes are in bytes.
 *
 * @param fileBytesMax largest file git itself keeps in models, datasets and spaces; larger ones belong in git-lfs
 * @param codeFileBytesMax the same for code repositories
 * @param packBytesMax largest pack of one push
 * @param packObjectsMax most objects of one push
 * @param inflatedBytesMax most bytes that one push may unpack to
 * @param treeBytesMax largest commit, tree or tag
 * @param commandBytesMax largest list of refs in one push
 * @param deltaBytesMax how much memory all pushes together may use for putting deltas together
 * @param uploadsMax how many clones and fetches run at once
 * @param transferTimeMax how long one clone or push may take
 * @param stalledTimeMax how long a client may send next to nothing; git needs some minutes to pack a large push
 * @param walkedEntriesMax how many tree entries one request may walk
 * @param walkedCommitsMax how many commits one request may walk
 * @param walkTimeMax how long one request may walk trees or history
 * @param commitFilesMax how many files one commit made by the hub may change
 */
public record GitLimits(
        long fileBytesMax,
        long codeFileBytesMax,
        long packBytesMax,
        long packObjectsMax,
        long inflatedBytesMax,
        long treeBytesMax,
        long commandBytesMax,
        long deltaBytesMax,
        int uploadsMax,
        Duration transferTimeMax,
        Duration stalledTimeMax,
        int walkedEntriesMax,
        int walkedCommitsMax,
        Duration walkTimeMax,
        int commitFilesMax) {
    private static final long MIB = 1 << 20;

    /** Reading a pack takes some 150 bytes for each object in it; several pushes have to fit. */
    private static final long HEAP_BYTES_PER_OBJECT = 1000;

    /** A clone lists its objects in memory, some 100 bytes each, beside its buffers. */
    private static final long HEAP_BYTES_PER_UPLOAD = 32 * MIB;

    /** What a hub starts with; what costs memory goes by the heap. */
    public static GitLimits defaults() {
        long heapBytes = Runtime.getRuntime().maxMemory();
        return new GitLimits(
                UploadRules.GIT_FILE_BYTES_MAX,
                100_000_000,
                2_048 * MIB,
                Math.clamp(heapBytes / HEAP_BYTES_PER_OBJECT, 200_000, 5_000_000),
                32_768 * MIB,
                16 * MIB,
                3 * MIB,
                Math.max(heapBytes / 4, 64 * MIB),
                Math.clamp(heapBytes / HEAP_BYTES_PER_UPLOAD, 4, 64),
                Duration.ofHours(2),
                Duration.ofMinutes(5),
                100_000,
                100_000,
                Duration.ofSeconds(2),
                25_000);
    }

    /** The largest file that git keeps in a repository of this type. */
    public long fileBytesMax(RepoType type) {
        return type == RepoType.CODE ? codeFileBytesMax : fileBytesMax;
    }

    /** The largest object that is put together from deltas, in memory: a file, or a tree of many entries. */
    public long objectBytesMax(RepoType type) {
        return Math.max(fileBytesMax(type), treeBytesMax);
    }
}
