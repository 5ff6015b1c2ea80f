package granary.blob.content;

import granary.blob.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Copies what contents need of sparse xorbs into full ones, and lets the contents rest on the copies. The sparse ones are
 * then what {@link ContentSweep} deletes, after the grace that readers and clients' caches have.
 *
 * <p>Any number may run at once, on any node, beside intakes, reads and sweeps.
 */
public final class Repack {
    private static final Logger log = LoggerFactory.getLogger(Repack.class);
    private static final Duration STEP_DEADLINE = Duration.ofMinutes(5);

    private final ObjectStore objects;
    private final JdbcClient db;
    private final UnneededRows rows;
    private final XorbCatalog catalog;
    private final XorbKeeper keeper;
    private final TermMoves moves;
    private final TransactionTemplate step;

    public Repack(ObjectStore objects, JdbcClient db, PlatformTransactionManager transactions) {
        this.objects = objects;
        this.db = db;
        this.rows = new UnneededRows(db);
        this.catalog = new XorbCatalog(db);
        this.keeper = new XorbKeeper(db);
        this.moves = new TermMoves(db);
        this.step = new TransactionTemplate(transactions);
        step.setTimeout((int) STEP_DEADLINE.toSeconds());
    }

    /**
     * What was repacked, or would be.
     *
     * @param xorbs sparse ones
     * @param xorbBytes bytes of their objects, which a sweep gives back after the grace
     * @param copiedBytes bytes of those that contents need, and that are stored again
     */
    public record Figures(long xorbs, long xorbBytes, long copiedBytes) {}

    /**
     * Repacks what was last told of longer than {@code grace} ago.
     *
     * @param bytesMax how many bytes to copy at the most; what is left is the next run's
     */
    public Figures run(Duration grace, long bytesMax) throws IOException {
        return pass(grace, bytesMax, true);
    }

    /** Counts what {@link #run} would repack now. Reads footers only, and changes nothing. */
    public Figures plan(Duration grace) throws IOException {
        return pass(grace, Long.MAX_VALUE, false);
    }

    private Figures pass(Duration grace, long bytesMax, boolean copies) throws IOException {
        try (var workers = new Workers()) {
            var verified = new VerifiedChunks();
            var quarantine = new Quarantine(db, verified);
            var tables = new ChunkTables(objects, quarantine);
            var readerTools =
                    new ContentReader.Tools(new ContentCatalog(db), tables, verified, quarantine, workers, new Slabs());
            var pass = new Pass(grace, bytesMax, readerTools);
            pass.run(copies);
            return new Figures(pass.xorbs, pass.xorbBytes, pass.copiedBytes);
        }
    }

    private <T> T inStep(Supplier<T> work) {
        return Objects.requireNonNull(step.execute(status -> work.get()));
    }

    private final class Pass {
        private final Instant before;
        private final long bytesMax;
        private final ContentReader.Tools readerTools;
        private final SparseXorbs sparse;
        private long xorbs;
        private long xorbBytes;
        private long copiedBytes;

        Pass(Duration grace, long bytesMax, ContentReader.Tools readerTools) {
            this.before = rows.startOf(grace);
            this.bytesMax = bytesMax;
            this.readerTools = readerTools;
            this.sparse = new SparseXorbs(db, readerTools.tables());
        }

        void run(boolean copies) throws IOException {
            long last = 0;
            for (var window = next(last); window.isPresent() && copiedBytes < bytesMax; window = next(last)) {
                last = window.get().last();
                List<SparseXorb> found = sparse.find(window.get(), before);
                if (copies) {
                    repack(found);
                } else {
                    found.forEach(this::count);
                }
            }
        }

        private Optional<IdWindow> next(long id) {
            return IdWindow.behind(id, "xorb", db);
        }

        private void repack(List<SparseXorb> found) throws IOException {
            var left = new ArrayList<>(found);
            while (!left.isEmpty() && copiedBytes < bytesMax) {
                repackSome(left);
            }
        }

        /** Takes as many off the list as one xorb has room for, or the first that cannot be read. */
        private void repackSome(List<SparseXorb> left) throws IOException {
            int taken = 0;
            try (var copy = new RepackedXorb(objects, catalog, readerTools)) {
                while (taken < left.size() && copy.hasRoomFor(left.get(taken))) {
                    copy.take(left.get(taken));
                    taken++;
                }
                keep(copy);
                left.subList(0, taken).clear();
            } catch (DamagedContentException e) {
                log.warn("Not repacked: {}", e.message());
                left.remove(taken);
            }
        }

        private void count(SparseXorb xorb) {
            xorbs++;
            xorbBytes += xorb.row().storedBytes();
            copiedBytes += xorb.neededPackedBytes();
        }

        private void keep(RepackedXorb copy) throws IOException {
            SealedXorb sealed = copy.finish();
            long id = kept(sealed);
            for (RepackedXorb.Source source : copy.sources()) {
                var move = new TermMoves.Move(source.xorb().row().id(), id, source.runs());
                if (move(move)) {
                    inStep(() -> index(move, copy));
                    count(source.xorb());
                }
            }
        }

        /** Its terms come in the next transactions; until then it is needed as any xorb that was just sent. */
        private long kept(SealedXorb sealed) throws IOException {
            try {
                return inStep(() ->
                        Objects.requireNonNull(keeper.keep(List.of(sealed)).get(sealed.hash())));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        private boolean move(TermMoves.Move move) {
            int moved = 0;
            int some;
            do {
                some = inStep(() -> moves.begin(move) ? moves.someTerms(move) : 0);
                moved += some;
            } while (some > 0);
            return moved > 0;
        }

        private boolean index(TermMoves.Move move, RepackedXorb copy) {
            boolean free = moves.begin(move);
            if (free) {
                moves.index(move, copy.chunks());
            }
            return free;
        }
    }
}
