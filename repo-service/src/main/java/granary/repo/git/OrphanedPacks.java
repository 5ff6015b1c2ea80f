package granary.repo.git;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds the files of packs that no row names. Rows are asked for in batches, after the files were seen. */
final class OrphanedPacks {
    private static final int BATCH = 500;

    private final ObjectStore objects;
    private final PackRows rows;

    OrphanedPacks(ObjectStore objects, PackRows rows) {
        this.objects = objects;
        this.rows = rows;
    }

    private record File(ObjectKey key, long size, Instant storedAt, PackKeys.PackName pack) {}

    /** Shows every file stored before {@code storedBefore} whose pack has no row. */
    void each(Instant storedBefore, ObjectStore.Visitor visitor) throws IOException {
        List<File> batch = new ArrayList<>();
        objects.each(PackKeys.PREFIX, (key, size, storedAt) -> {
            var pack = PackKeys.parse(key);
            if (pack.isPresent() && storedAt.isBefore(storedBefore)) {
                batch.add(new File(key, size, storedAt, pack.get()));
            }
            if (batch.size() == BATCH) {
                show(batch, visitor);
                batch.clear();
            }
        });
        show(batch, visitor);
    }

    private void show(List<File> files, ObjectStore.Visitor visitor) throws IOException {
        Set<UUID> packs = files.stream().map(file -> file.pack().pack()).collect(Collectors.toSet());
        Set<UUID> named = rows.named(packs);
        for (File file : files) {
            if (!named.contains(file.pack().pack())) {
                visitor.visit(file.key(), file.size(), file.storedAt());
            }
        }
    }
}
