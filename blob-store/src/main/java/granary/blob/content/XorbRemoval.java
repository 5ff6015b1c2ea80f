package granary.blob.content;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes xorbs that had a row. The row goes first, in a transaction of its own; then the object, as an orphan: a crash in
 * between leaves an orphan, and an intake that comes in between finds the object and gives it a row again. In any other
 * order there could be a row without its object.
 */
final class XorbRemoval {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final ObjectStore objects;
    private final JdbcClient db;
    private final XorbLocks locks;
    private final OrphanSweep orphans;
    private final TransactionTemplate transaction;

    XorbRemoval(ObjectStore objects, JdbcClient db, PlatformTransactionManager transactions) {
        this.objects = objects;
        this.db = db;
        this.locks = new XorbLocks(db);
        this.orphans = new OrphanSweep(objects, db, transactions);
        this.transaction = new TransactionTemplate(transactions);
        transaction.setTimeout((int) DEADLINE.toSeconds());
    }

    /** Whether it went. It stays when somebody needs it after all, or is at work on it. */
    boolean remove(XorbRow xorb, Instant before) throws IOException {
        try {
            Optional<XorbRow> forgotten = transaction.execute(status -> forget(xorb, before));
            if (forgotten == null || forgotten.isEmpty()) {
                return false;
            }
            orphans.delete(forgotten.get().key());
            return true;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** An intake may have looked the row up, and keep the object: it holds the lock until its terms are there. */
    private Optional<XorbRow> forget(XorbRow xorb, Instant before) {
        if (!locks.tryExclude(xorb.hash())) {
            return Optional.empty();
        }
        Optional<XorbRow> locked = lock(xorb.id(), before).filter(row -> !isUsed(row));
        locked.ifPresent(row -> {
            deleteDamaged(row);
            db.sql("delete from xorb where id = ?").param(row.id()).update();
        });
        return locked;
    }

    private Optional<XorbRow> lock(long xorb, Instant before) {
        return db.sql("select" + Sql.XORB + """
                        from xorb x where id = ? and (needed_at < ? or damaged_at is not null) for update skip locked
                        """)
                .params(xorb, Timestamp.from(before))
                .query(Sql::xorb)
                .optional();
    }

    /** Looked for once the row is locked: whoever adds a term locks it first. */
    private boolean isUsed(XorbRow xorb) {
        return db.sql("select exists (select from content_term where xorb_id = ?)")
                .param(xorb.id())
                .query(Boolean.class)
                .single();
    }

    /** What is damaged must not be found by an intake once no row says that it is; so it goes before the row does. */
    private void deleteDamaged(XorbRow xorb) {
        int healthyFrom = xorb.isDamaged() ? xorb.edition() + 1 : xorb.edition();
        try {
            for (int edition = 0; edition < healthyFrom; edition++) {
                objects.delete(ObjectKey.xorb(xorb.hash().text(), edition));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
