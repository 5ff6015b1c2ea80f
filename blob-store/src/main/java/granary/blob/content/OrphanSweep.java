package granary.blob.content;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes xorbs that were kept but never got a row, because a process was killed or the database failed in between. Any
 * number may run at once, on any node, beside intakes.
 */
public final class OrphanSweep {
    /** How long an orphan lies before it goes. */
    public static final Duration GRACE = Duration.ofHours(24);

    private final ObjectStore objects;
    private final JdbcClient db;
    private final XorbLocks locks;
    private final TransactionTemplate transaction;

    public OrphanSweep(ObjectStore objects, JdbcClient db, PlatformTransactionManager transactions) {
        this.objects = objects;
        this.db = db;
        this.locks = new XorbLocks(db);
        this.transaction = new TransactionTemplate(transactions);
    }

    /** How many there are that were stored so long ago, with those an intake may be keeping now. */
    public long countOrphans(Duration olderThan) throws IOException {
        var found = new AtomicLong();
        Instant before = Instant.now().minus(olderThan);
        new OrphanWalk(objects, db).each(before, (key, size, storedAt) -> found.incrementAndGet());
        return found.get();
    }

    /** Deletes the orphans that were stored so long ago; returns how many. Those an intake may be keeping now wait. */
    public long deleteOrphans(Duration olderThan) throws IOException {
        var deleted = new AtomicLong();
        Instant before = Instant.now().minus(olderThan);
        new OrphanWalk(objects, db).each(before, (key, size, storedAt) -> {
            if (delete(key)) {
                deleted.incrementAndGet();
            }
        });
        return deleted.get();
    }

    /** Deletes the object, unless it has a row or an intake may be about to give it one. */
    boolean delete(ObjectKey key) throws IOException {
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> deleteUnlessKept(key)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** An intake that finds this object keeps it under the lock until its row is there: look again once we have it. */
    private boolean deleteUnlessKept(ObjectKey key) {
        OrphanWalk.Name name = OrphanWalk.nameOf(key);
        if (!locks.tryExclude(name.hash()) || isRow(name)) {
            return false;
        }
        try {
            objects.delete(key);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isRow(OrphanWalk.Name name) {
        return db.sql("select 1 from xorb where hash = ? and edition = ?")
                .params(name.hash().bytes(), name.edition())
                .query(Integer.class)
                .optional()
                .isPresent();
    }
}
