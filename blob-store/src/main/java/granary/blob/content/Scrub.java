package granary.blob.content;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.StoredObject;
import granary.blob.xet.XetFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads every xorb again and again, and checks each chunk, as bytes rot and disks lie. What is damaged comes into
 * quarantine and is healed from a second store, if there is one; what comes again heals it too.
 *
 * <p>Goes by small steps, and remembers in the database what it has seen: a run may end at any moment.
 */
public final class Scrub {
    private static final Logger log = LoggerFactory.getLogger(Scrub.class);
    private static final Duration STEP_DEADLINE = Duration.ofMinutes(1);

    /** How soon what is in quarantine is looked at again: its object, or a copy of it, may have come back. */
    private static final Duration QUARANTINE_RECHECK = Duration.ofHours(1);

    /** So many in a row that cannot be read are not damaged: the store is away. */
    private static final int UNREADABLE_MAX = 20;

    private final ObjectStore objects;
    private final Optional<ObjectStore> second;
    private final ContentCatalog contents;
    private final XorbCatalog catalog;
    private final XorbKeeper keeper;
    private final Quarantine quarantine;
    private final UnneededRows clock;
    private final ScrubRows rows;
    private final TransactionTemplate step;

    /** What it shares with the content store. */
    record Tools(ObjectStore objects, JdbcClient db, PlatformTransactionManager transactions, Quarantine quarantine) {}

    Scrub(Tools tools, Optional<ObjectStore> second) {
        JdbcClient db = tools.db();
        this.objects = tools.objects();
        this.second = second;
        this.contents = new ContentCatalog(db);
        this.catalog = new XorbCatalog(db);
        this.keeper = new XorbKeeper(db);
        this.quarantine = tools.quarantine();
        this.clock = new UnneededRows(db);
        this.rows = new ScrubRows(db);
        this.step = new TransactionTemplate(tools.transactions());
        step.setTimeout((int) STEP_DEADLINE.toSeconds());
    }

    /**
     * What to do.
     *
     * @param age check what was last found right longer ago than this
     * @param time how long to go on at the most, when there is so much
     * @param budget how fast to read
     */
    public record Order(Duration age, Duration time, ReadBudget budget) {}

    /**
     * What was done.
     *
     * @param bytes of the xorbs that were read
     * @param damaged how many were found damaged that were not in quarantine before
     * @param healed how many left it
     * @param unreadable how many could not be read now, which says nothing yet
     */
    public record Figures(long xorbs, long bytes, long damaged, long healed, long unreadable) {}

    /**
     * How far it is.
     *
     * @param checked how many xorbs were found right within the age that was asked for
     * @param damaged how many are in quarantine
     * @param oldest when the one was last found right that waits for longest, but for those never checked
     */
    public record Progress(
            long xorbs,
            long checked,
            long damaged,
            @Nullable Instant oldest) {}

    public Progress progress(Duration age) {
        return inStep(() -> rows.progress(clock.startOf(age)));
    }

    /** Those in quarantine, the longest there first. */
    public List<DamagedXorb> damaged(int limit) {
        return inStep(() -> rows.damaged(limit));
    }

    public Figures run(Order order) throws IOException {
        try (var workers = new Workers()) {
            var pass = new Pass(order, workers);
            pass.quarantined();
            pass.due();
            return new Figures(pass.xorbs, pass.bytes, pass.damaged, pass.healed, pass.unreadable);
        }
    }

    private <T> T inStep(Supplier<T> work) {
        return Objects.requireNonNull(step.execute(status -> work.get()));
    }

    private final class Pass {
        private final Order order;
        private final Workers workers;
        private final Slabs slabs = new Slabs();
        private final long end;
        private long xorbs;
        private long bytes;
        private long damaged;
        private long healed;
        private int unreadable;
        private int unreadableInARow;

        Pass(Order order, Workers workers) {
            this.order = order;
            this.workers = workers;
            this.end = System.nanoTime() + order.time().toNanos();
        }

        private boolean hasTime() {
            return System.nanoTime() < end;
        }

        void due() throws IOException {
            Instant before = inStep(() -> clock.startOf(order.age()));
            int skipped = 0;
            List<XorbRow> some = next(before, skipped);
            while (!some.isEmpty() && hasTime()) {
                for (XorbRow xorb : some) {
                    skipped += hasTime() && !look(xorb) ? 1 : 0;
                }
                some = next(before, skipped);
            }
        }

        private List<XorbRow> next(Instant before, int skipped) {
            return inStep(() -> rows.due(before, skipped));
        }

        void quarantined() throws IOException {
            Duration age = order.age().compareTo(QUARANTINE_RECHECK) < 0 ? order.age() : QUARANTINE_RECHECK;
            Instant before = inStep(() -> clock.startOf(age));
            List<XorbRow> some = quarantined(before, 0);
            while (!some.isEmpty() && hasTime()) {
                for (XorbRow xorb : some) {
                    look(xorb);
                }
                some = quarantined(before, some.getLast().id());
            }
        }

        private List<XorbRow> quarantined(Instant before, long after) {
            return inStep(() -> rows.quarantined(before, after));
        }

        /** Whether it could be read. One that cannot is not damaged for that; it is left for the next run. */
        private boolean look(XorbRow xorb) throws IOException {
            try {
                check(xorb);
                unreadableInARow = 0;
                return true;
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                log.error("Xorb {} cannot be read now", xorb.hash(), e);
                unreadable++;
                unreadableInARow++;
                if (unreadableInARow == UNREADABLE_MAX) {
                    throw e;
                }
                return false;
            }
        }

        private void check(XorbRow xorb) throws IOException {
            xorbs++;
            try {
                read(xorb);
                if (xorb.isDamaged()) {
                    quarantine.end(xorb);
                    healed++;
                }
            } catch (DamagedContentException e) {
                boolean isNews = quarantine.add(xorb, e);
                damaged += isNews ? 1 : 0;
                if (isNews || xorb.isDamaged()) {
                    heal(xorb);
                }
            }
            step.executeWithoutResult(status -> rows.checked(xorb));
        }

        /** Past all memory of it. */
        private void read(XorbRow xorb) throws IOException {
            var tables = new ChunkTables(objects, (each, why) -> {});
            StoredObject object = tables.objectOf(xorb);
            if (object.size() != xorb.storedBytes()) {
                throw new DamagedContentException(
                        "xorb %s has %d bytes, not %d".formatted(xorb.hash(), object.size(), xorb.storedBytes()));
            }
            var tools =
                    new ContentReader.Tools(contents, tables, new VerifiedChunks(), (each, why) -> {}, workers, slabs);
            try (var reader = ContentReader.ofPacked(tools, order.budget().sink())) {
                reader.copyAll(xorb);
            }
            bytes += xorb.storedBytes();
        }

        private void heal(XorbRow xorb) throws IOException {
            Optional<StoredObject> copy = copyOf(xorb);
            if (copy.isPresent()) {
                heal(xorb, copy.get());
            }
        }

        private Optional<StoredObject> copyOf(XorbRow xorb) throws IOException {
            for (int edition = xorb.edition(); second.isPresent() && edition >= 0; edition--) {
                Optional<StoredObject> copy =
                        second.get().find(ObjectKey.xorb(xorb.hash().text(), edition));
                if (copy.isPresent()) {
                    return copy;
                }
            }
            return Optional.empty();
        }

        private void heal(XorbRow xorb, StoredObject copy) throws IOException {
            var tools = new XorbIntake.Tools(objects, catalog, workers, slabs);
            try (InputStream in = copy.read(0, copy.size());
                    var intake = new XorbIntake(in, tools)) {
                SealedXorb sealed = intake.run(xorb.hash());
                step.executeWithoutResult(status -> keeper.keep(List.of(sealed)));
                healed++;
            } catch (UncheckedIOException e) {
                throw e.getCause();
            } catch (XetFormatException e) {
                log.error("The second store's copy of xorb {} is no good either: {}", xorb.hash(), e.getMessage());
            } catch (SweptMeanwhileException e) {
                log.info("Xorb {} was healed or swept while its copy came", xorb.hash());
            }
        }
    }
}
