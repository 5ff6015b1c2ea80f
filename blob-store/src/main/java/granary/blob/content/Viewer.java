package granary.blob.content;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who asks by the Xet protocol, and what they may learn.
 *
 * @param repository the repository that their access token is for; what it holds they may know
 * @param person who they are, so that what they were told once is remembered; empty for a stranger
 * @param readers which other repositories' contents they may know of
 */
public record Viewer(UUID repository, Optional<UUID> person, Readers readers) {
    /** Picks those of some repositories whose contents somebody may know of. */
    public interface Readers {
        Set<UUID> of(Set<UUID> repositories);
    }

    /** Those of the repositories whose contents this one may know of. */
    Set<UUID> visible(Set<UUID> repositories) {
        Set<UUID> visible = new HashSet<>(readers.of(repositories));
        if (repositories.contains(repository)) {
            visible.add(repository);
        }
        return visible;
    }
}
