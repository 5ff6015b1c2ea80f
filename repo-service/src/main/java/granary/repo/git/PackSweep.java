package granary.repo.git;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes packs that are no longer, or never were, part of a repository: what a crash left without a row, and what was
 * replaced longer ago than any reader may still need it. Packs of refused pushes do not wait for this; they are deleted
 * when they are refused.
 */
public final class PackSweep {
    private final ObjectStore objects;
    private final PackRows rows;

    PackSweep(Database database, ObjectStore objects) {
        this.objects = objects;
        this.rows = new PackRows(database);
    }

    /** What was deleted. */
    public record Swept(long objects, long bytes) {}

    /**
     * Sweeps once. Safe at any time and on any number of nodes, as long as no push or clone takes longer than
     * {@code grace}: see {@link GitLimits#transferTimeMax}.
     */
    public Swept run(Duration grace) throws IOException {
        Instant before = Instant.now().minus(grace);
        rows.deleteReplaced(before);
        List<ObjectKey> orphans = new ArrayList<>();
        long[] bytes = {0};
        new OrphanedPacks(objects, rows).each(before, (key, size, _) -> {
            orphans.add(key);
            bytes[0] += size;
        });
        for (ObjectKey orphan : orphans) {
            objects.delete(orphan);
        }
        return new Swept(orphans.size(), bytes[0]);
    }
}
