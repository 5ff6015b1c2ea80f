package granary.repo.git;

import granary.blob.ObjectKey;
import java.time.Instant;

/** Hears what a check finds, and keeps quiet; its summary tells the numbers. */
final class NoFindings implements RepositoryCheck.Findings {
    @Override
    public void problem(RepositoryProblem problem) {}

    @Override
    public void orphan(ObjectKey key, long size, Instant storedAt) {}
}
