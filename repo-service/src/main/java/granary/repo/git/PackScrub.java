package granary.repo.git;

import granary.blob.ObjectStore;
import granary.blob.ObjectUpload;
import granary.blob.StoredObject;
import granary.blob.content.DamagedContentException;
import granary.blob.content.ReadBudget;
import granary.blob.content.Scrub;
import granary.repo.git.PackScrubRows.ScrubbedPack;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every pack again and again, and compares it with its checksum; what xorbs have in {@link Scrub}. A damaged pack is
 * healed from a second store, if there is one: its files are copied, as their checksums say that they are the same.
 */
public final class PackScrub {
    private static final Logger LOG = LoggerFactory.getLogger(PackScrub.class);
    private static final Duration DAMAGED_RECHECK = Duration.ofHours(1);

    /** So many in a row that cannot be read are not damaged: the store is away. */
    private static final int UNREADABLE_MAX = 20;

    private final ObjectStore objects;
    private final Optional<ObjectStore> second;
    private final PackScrubRows rows;

    PackScrub(Database database, ObjectStore objects, Optional<ObjectStore> second) {
        this.objects = objects;
        this.second = second;
        this.rows = new PackScrubRows(database);
    }

    /**
     * What was done.
     *
     * @param damaged how many were found damaged that were not known to be
     * @param healed how many no longer are
     * @param unreadable how many could not be read now, which says nothing yet
     */
    public record Figures(long packs, long bytes, long damaged, long healed, long unreadable) {}

    /** Those known to be damaged, the longest first. */
    public List<DamagedPack> damaged(int limit) {
        return rows.damaged(limit);
    }

    public Figures run(Scrub.Order order) throws IOException {
        var pass = new Pass(order);
        pass.damaged();
        pass.due();
        return new Figures(pass.packs, pass.bytes, pass.damaged, pass.healed, pass.unreadable);
    }

    private final class Pass {
        private final Scrub.Order order;
        private final PackFileCheck check;
        private final long end;
        private long packs;
        private long bytes;
        private long damaged;
        private long healed;
        private int unreadable;
        private int unreadableInARow;

        Pass(Scrub.Order order) {
            this.order = order;
            this.check = new PackFileCheck(order.budget());
            this.end = System.nanoTime() + order.time().toNanos();
        }

        private boolean hasTime() {
            return System.nanoTime() < end;
        }

        void due() throws IOException {
            Instant before = rows.startOf(order.age());
            int skipped = 0;
            List<ScrubbedPack> some = rows.due(before, skipped);
            while (!some.isEmpty() && hasTime()) {
                for (ScrubbedPack pack : some) {
                    skipped += hasTime() && !look(pack) ? 1 : 0;
                }
                some = rows.due(before, skipped);
            }
        }

        void damaged() throws IOException {
            Duration age = order.age().compareTo(DAMAGED_RECHECK) < 0 ? order.age() : DAMAGED_RECHECK;
            Instant before = rows.startOf(age);
            List<ScrubbedPack> some = rows.damaged(before, new UUID(0, 0));
            while (!some.isEmpty() && hasTime()) {
                for (ScrubbedPack pack : some) {
                    look(pack);
                }
                some = rows.damaged(before, some.getLast().pack());
            }
        }

        /** Whether it could be read. One that cannot is not damaged for that; it is left for the next run. */
        private boolean look(ScrubbedPack pack) throws IOException {
            try {
                check(pack);
                unreadableInARow = 0;
                return true;
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LOG.error("pack {} cannot be read now", pack.pack(), e);
                unreadable++;
                unreadableInARow++;
                if (unreadableInARow == UNREADABLE_MAX) {
                    throw e;
                }
                return false;
            }
        }

        private void check(ScrubbedPack pack) throws IOException {
            packs++;
            boolean wasWrong = pack.isDamaged();
            boolean isWrong = false;
            for (PackFile file : pack.files()) {
                Optional<DamagedContentException> why = read(file);
                // A repository may have been deleted, with its packs, between our two looks.
                if (why.isPresent() && rows.isThere(pack)) {
                    LOG.error("a pack is damaged: {}", why.get().message());
                    damaged += wasWrong ? 0 : 1;
                    wasWrong = true;
                    isWrong |= !heal(file);
                }
            }
            healed += wasWrong && !isWrong ? 1 : 0;
            rows.checked(pack, isWrong);
        }

        private Optional<DamagedContentException> read(PackFile file) throws IOException {
            try {
                StoredObject stored = objects.find(file.key())
                        .orElseThrow(() -> new DamagedContentException(file.name() + " is missing"));
                check.read(stored, file);
                bytes += file.size();
                return Optional.empty();
            } catch (DamagedContentException e) {
                return Optional.of(e);
            }
        }

        /** The copy is put where the damaged file was: it has the same bytes as that once had. */
        private boolean heal(PackFile file) throws IOException {
            Optional<StoredObject> copy =
                    second.isEmpty() ? Optional.empty() : second.get().find(file.key());
            if (copy.isEmpty()) {
                return false;
            }
            try (InputStream in = copy.get().read(0, copy.get().size());
                    ObjectUpload upload = objects.begin()) {
                new PackFileCheck(ReadBudget.unlimited()).read(copy.get(), file);
                in.transferTo(upload);
                objects.delete(file.key());
                upload.keepAs(file.key());
                LOG.info("{} is healed from the second store", file.name());
                return true;
            } catch (DamagedContentException e) {
                LOG.error("the second store's copy is no good either: {}", e.message());
                return false;
            }
        }
    }
}
