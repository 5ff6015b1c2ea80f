package granary.blob.content;

import granary.blob.ObjectStore;
import granary.blob.content.UnneededRows.UnneededContent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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
 * Gives back the room of what nobody needs any more: contents that no repository holds, xorbs that no content is made of,
 * and notes of who may name which xorb, each when it was last needed longer than a grace ago.
 *
 * <p>Any number may run at once, on any node, beside intakes and reads. Every transaction is short and passes over what
 * others have locked, which is the next run's.
 */
public final class ContentSweep {
    /** How long clients of Xet may count on what they sent or were told of: they keep it in their caches. */
    public static final Duration GRACE = Duration.ofDays(22);

    private static final Logger log = LoggerFactory.getLogger(ContentSweep.class);
    private static final Duration STEP_DEADLINE = Duration.ofMinutes(5);

    /** Contents that go in one transaction, with all their terms. */
    private static final int CONTENTS_AT_ONCE = 50;

    private final JdbcClient db;
    private final UnneededRows unneeded;
    private final XorbRemoval removal;
    private final TransactionTemplate step;

    public ContentSweep(ObjectStore objects, JdbcClient db, PlatformTransactionManager transactions) {
        this.db = db;
        this.unneeded = new UnneededRows(db);
        this.removal = new XorbRemoval(objects, db, transactions);
        this.step = new TransactionTemplate(transactions);
        step.setTimeout((int) STEP_DEADLINE.toSeconds());
    }

    /**
     * What went, or would go.
     *
     * @param contentBytes sum of the contents' sizes
     * @param xorbBytes bytes of the xorbs' objects
     * @param holders notes of who may name which xorb
     */
    public record Figures(long contents, long contentBytes, long xorbs, long xorbBytes, long holders) {}

    /** Deletes what was last needed longer than {@code grace} ago. */
    public Figures run(Duration grace) throws IOException {
        Figures swept = new Pass(grace, true).run();
        if (swept.contents() + swept.xorbs() > 0) {
            log.info("Swept {} contents, and {} xorbs of {} bytes", swept.contents(), swept.xorbs(), swept.xorbBytes());
        }
        return swept;
    }

    /** Counts what {@link #run} would delete now. Changes nothing. */
    public Figures plan(Duration grace) throws IOException {
        return new Pass(grace, false).run();
    }

    private <T> T inStep(Supplier<T> work) {
        return Objects.requireNonNull(step.execute(status -> work.get()));
    }

    /** Contents first, so that the xorbs they alone were made of go in the same pass. */
    private final class Pass {
        private final Instant before;
        private final boolean deletes;
        private long contents;
        private long contentBytes;
        private long xorbs;
        private long xorbBytes;

        Pass(Duration grace, boolean deletes) {
            this.before = unneeded.startOf(grace);
            this.deletes = deletes;
        }

        Figures run() throws IOException {
            for (Optional<IdWindow> window = next(0, "content"); window.isPresent(); ) {
                sweepContents(window.get());
                window = next(window.get().last(), "content");
            }
            for (Optional<IdWindow> window = next(0, "xorb"); window.isPresent(); ) {
                sweepXorbs(window.get());
                window = next(window.get().last(), "xorb");
            }
            return new Figures(contents, contentBytes, xorbs, xorbBytes, sweepHolders());
        }

        private Optional<IdWindow> next(long id, String table) {
            return inStep(() -> IdWindow.behind(id, table, db));
        }

        private void sweepContents(IdWindow window) {
            List<UnneededContent> found = inStep(() -> unneeded.contents(window, before));
            for (int from = 0; from < found.size(); from += CONTENTS_AT_ONCE) {
                List<UnneededContent> some = found.subList(from, Math.min(found.size(), from + CONTENTS_AT_ONCE));
                List<UnneededContent> gone = deletes ? inStep(() -> unneeded.delete(some, before)) : some;
                contents += gone.size();
                contentBytes += gone.stream().mapToLong(UnneededContent::size).sum();
            }
        }

        private void sweepXorbs(IdWindow window) throws IOException {
            for (XorbRow xorb : inStep(() -> unneeded.xorbs(window, before))) {
                if (!deletes || removal.remove(xorb, before)) {
                    xorbs++;
                    xorbBytes += xorb.storedBytes();
                }
            }
        }

        private long sweepHolders() {
            if (!deletes) {
                return inStep(() -> unneeded.holders(before));
            }
            long deleted = 0;
            int some;
            do {
                some = inStep(() -> unneeded.deleteHolders(before));
                deleted += some;
            } while (some > 0);
            return deleted;
        }
    }
}
