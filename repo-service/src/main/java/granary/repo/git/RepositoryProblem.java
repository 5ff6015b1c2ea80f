package granary.repo.git;

import granary.repo.RepoId;

/**
 * Something stored of a repository is not as it must be.
 *
 * @param sentence what is wrong, for people
 */
public record RepositoryProblem(RepoId repository, Kind kind, String sentence) {
    /** What is wrong. */
    public enum Kind {
        /** A file of a pack is not in the object store. */
        PACK_MISSING,
        /** A file of a pack is longer or shorter than what was stored. */
        PACK_SIZE_DIFFERS,
        /** A pack's bytes are not what was stored. */
        PACK_DAMAGED,
        /** A commit, tree, tag or file that a ref needs is in no pack. */
        GIT_OBJECT_MISSING,
        /** A pointer names content that this repository does not hold. */
        CONTENT_MISSING,
        /** A pointer and its content have different sizes. */
        CONTENT_SIZE_DIFFERS
    }
}
