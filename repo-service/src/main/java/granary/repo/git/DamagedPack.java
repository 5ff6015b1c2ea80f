package granary.repo.git;

import java.time.Instant;
import java.util.UUID;

/**
 * A pack whose files are missing or wrong.
 *
 * @param pack its own id, in its files' names
 * @param since when that was found
 */
public record DamagedPack(UUID repository, UUID pack, Instant since) {}
