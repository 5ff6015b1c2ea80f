package granary.repo.git;

import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/** Lets every commit pass until the deadline; a filtered walk may go through a whole history for one commit. */
final class DeadlineFilter extends RevFilter {
    private final Deadline deadline;

    DeadlineFilter(Deadline deadline) {
        this.deadline = deadline;
    }

    @Override
    public boolean include(RevWalk walk, RevCommit commit) {
        deadline.check();
        return true;
    }

    @Override
    public boolean requiresCommitBody() {
        return false;
    }

    @Override
    public RevFilter clone() {
        return this;
    }
}
