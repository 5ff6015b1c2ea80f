package granary.web.hub;

import granary.repo.CommitId;
import granary.repo.NotFoundException;
import granary.repo.Refs;
import granary.repo.Repository;
import granary.repo.Revision;
import java.io.IOException;
import java.util.Optional;

/** Finding the commit or branch that a call is about, also in a repository that has no commit yet. */
final class Heads {
    private static final String BRANCH_PREFIX = "refs/heads/";

    private Heads() {}

    /** The commit; empty when the repository is still without any and its default branch is meant. */
    static Optional<CommitId> find(Repository repository, Revision revision) throws IOException {
        Optional<CommitId> commit = repository.find(revision);
        if (commit.isEmpty() && !isUnborn(repository, revision)) {
            throw NotFoundException.revision(revision);
        }
        return commit;
    }

    /** The short name of the branch that a client wants to commit to. Nothing but branches can be committed to. */
    static String requireBranch(Repository repository, Revision revision) throws IOException {
        String text = revision.text();
        String branch = text.startsWith(BRANCH_PREFIX) ? text.substring(BRANCH_PREFIX.length()) : text;
        if (branch.equals("HEAD")) {
            return repository.info().defaultBranch();
        }
        boolean isThere =
                repository.refs().branches().stream().map(Refs.Ref::name).anyMatch(branch::equals);
        if (!isThere && !isUnborn(repository, revision)) {
            throw NotFoundException.revision(revision);
        }
        return branch;
    }

    private static boolean isUnborn(Repository repository, Revision revision) throws IOException {
        String text = revision.text();
        String main = repository.info().defaultBranch();
        boolean meansMain = text.equals(main) || text.equals("HEAD") || text.equals(BRANCH_PREFIX + main);
        return meansMain && repository.refs().branches().isEmpty();
    }
}
