package granary.blob.content;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A xorb in quarantine.
 *
 * @param hash in Xet's string form
 * @param since when it was found damaged
 * @param contents how many contents rest on it; chunks of it that are right are still served
 * @param repositories some of those that hold these contents
 */
public record DamagedXorb(String hash, Instant since, long contents, List<UUID> repositories) {}
