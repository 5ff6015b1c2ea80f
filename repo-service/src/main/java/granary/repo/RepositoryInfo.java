package granary.repo;

import java.time.Instant;
import java.util.UUID;

/**
 * What is known of a repository without opening it.
 *
 * @param key the id that never changes, whatever the repository is called
 * @param id its name, in the case it was given
 * @param isPrivate whether only members of its namespace may see it
 * @param defaultBranch short name, such as {@code main}
 */
public record RepositoryInfo(
        UUID key, RepoId id, boolean isPrivate, String defaultBranch, Instant createdAt, Instant updatedAt) {}
