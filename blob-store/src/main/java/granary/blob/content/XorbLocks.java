package granary.blob.content;

import granary.blob.xet.XetHash;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Locks, in the database and until its transaction ends, between those who keep xorbs and those who delete objects that
 * no row names: an object may have been kept a moment before its row is there. Xorbs share a few locks by their hashes,
 * so that a content of any size needs few.
 */
final class XorbLocks {
    /** Ours among all advisory locks of the database: "xorb" and "cont" in ASCII. */
    private static final int XORBS = 0x786F7262;

    private static final int CONTENTS = 0x636F6E74;
    private static final int LOCKS = 64;

    private final JdbcClient db;

    XorbLocks(JdbcClient db) {
        this.db = db;
    }

    /** Held by all who keep objects of these xorbs and write their rows in the same transaction. */
    void share(Collection<XetHash> xorbs) {
        for (long lock :
                xorbs.stream().map(XorbLocks::lockOf).sorted().distinct().toList()) {
            db.sql("select pg_advisory_xact_lock_shared(?, ?)")
                    .params(XORBS, (int) lock)
                    .query((row, number) -> true)
                    .single();
        }
    }

    /** Whether nobody keeps such a xorb now, nor will until this transaction ends. Does not wait. */
    boolean tryExclude(XetHash xorb) {
        return db.sql("select pg_try_advisory_xact_lock(?, ?)")
                .params(XORBS, (int) (long) lockOf(xorb))
                .query(Boolean.class)
                .single();
    }

    /** Lets one at a time accept the same content; the others then find it there. */
    void exclude(Content content) {
        db.sql("select pg_advisory_xact_lock(?, ?)")
                .params(CONTENTS, content.sha256().hashCode())
                .query((row, number) -> true)
                .single();
    }

    private static Long lockOf(XetHash xorb) {
        return xorb.mod(LOCKS);
    }
}
