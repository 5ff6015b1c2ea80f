package granary.repo;

import java.time.Instant;
import java.util.List;

/** A commit as pages and the API show it. {@code title} is the first line, {@code message} what follows it. */
public record CommitInfo(
        CommitId id, List<CommitId> parents, String title, String message, Author author, Instant date) {}
