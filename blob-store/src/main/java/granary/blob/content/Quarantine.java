package granary.blob.content;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps damaged xorbs from spreading: nothing new is made of one in quarantine, no answer offers it, and every chunk of it
 * is checked at each read. It stays there until its bytes come again, or its object is found right after all.
 */
final class Quarantine implements DamageListener {
    private static final Logger log = LoggerFactory.getLogger(Quarantine.class);

    private final JdbcClient db;
    private final VerifiedChunks verified;

    Quarantine(JdbcClient db, VerifiedChunks verified) {
        this.db = db;
        this.verified = verified;
    }

    /** Whoever reads fails anyway; that the database cannot be told must not hide why. */
    @Override
    public void damaged(XorbRow xorb, DamagedContentException why) {
        try {
            add(xorb, why);
        } catch (DataAccessException e) {
            log.error("Xorb {} is damaged, but could not be put in quarantine", xorb.hash(), e);
            why.addSuppressed(e);
        }
    }

    /** Whether that is news. It is not when the xorb was swept or healed meanwhile. */
    boolean add(XorbRow xorb, DamagedContentException why) {
        verified.forget(xorb);
        boolean isNew = !xorb.isDamaged()
                && db.sql("update xorb set damaged_at = now() where id = ? and edition = ? and damaged_at is null")
                                .params(xorb.id(), xorb.edition())
                                .update()
                        == 1;
        if (isNew) {
            log.error("A xorb is damaged, and in quarantine from now on: {}", why.message());
        }
        return isNew;
    }

    /** Ends it: the object was read again, and all of it is right. */
    void end(XorbRow xorb) {
        db.sql("update xorb set damaged_at = null where id = ? and edition = ?")
                .params(xorb.id(), xorb.edition())
                .update();
        log.info("Xorb {} was found right again, and is out of quarantine", xorb.hash());
    }
}
