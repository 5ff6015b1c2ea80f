package granary.repo;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One repository, open for one request: it sees refs and packs as they were when it was opened. Not for several threads.
 */
public interface Repository extends AutoCloseable {
    RepositoryInfo info();

    /**
     * The commit that a revision names, by the rules of hub-api.md §1.2: branch before tag, full ref, full or short (5
     * digits or more) commit id that is reachable from a ref, {@code HEAD}.
     */
    Optional<CommitId> find(Revision revision) throws IOException;

    /** As {@link #find}, or throws {@link NotFoundException}. */
    default CommitId resolve(Revision revision) throws IOException {
        return find(revision).orElseThrow(() -> NotFoundException.revision(revision));
    }

    CommitInfo commit(CommitId commit) throws IOException;

    /**
     * Newest first.
     *
     * @param path only commits that changed this file or folder; {@link RepoPath#ROOT} for all
     * @param skip how many to leave out first
     * @param limit how many at the most
     */
    List<CommitInfo> history(CommitId from, RepoPath path, int skip, int limit) throws IOException;

    /** How many commits can be reached from {@code from}; counting stops at {@code limit}. */
    int countCommits(CommitId from, int limit) throws IOException;

    /** The entry at a path; empty when there is none. The root is a folder. */
    Optional<TreeEntry> find(CommitId commit, RepoPath path) throws IOException;

    /** As {@link #find(CommitId, RepoPath)}, or throws {@link NotFoundException}. */
    default TreeEntry require(CommitId commit, RepoPath path) throws IOException {
        return find(commit, path).orElseThrow(() -> NotFoundException.entry(commit, path));
    }

    /**
     * The entries below a folder in git's order, a page at a time. A recursive listing holds folders too. It is bounded in
     * entries walked, whatever the tree (security.md D2), and throws {@link LimitException} past that.
     *
     * @param after continue behind this path
     */
    TreePage tree(CommitId commit, RepoPath folder, boolean recursive, Optional<RepoPath> after, int limit)
            throws IOException;

    /** The commit that last changed each of these paths; those not found within a bounded walk are absent. */
    Map<RepoPath, CommitInfo> lastCommits(CommitId commit, Collection<RepoPath> paths) throws IOException;

    /** The bytes of a git blob: a file git keeps, a pointer, or a link's target. */
    InputStream open(String blobOid) throws IOException;

    Refs refs() throws IOException;

    /** Starts a commit on a branch (short name) or {@code refs/pr/n}; nothing is visible before it ends. */
    CommitBuilder commitTo(String branch, Author author) throws IOException;

    @Override
    void close();
}
