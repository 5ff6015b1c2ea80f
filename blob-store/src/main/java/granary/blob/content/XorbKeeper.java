package granary.blob.content;

import granary.blob.xet.XetHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Gives xorbs their names and rows, inside the caller's transaction and under the locks that keep sweeps away from the one
 * without the other. A xorb that is in quarantine is healed thereby: the new object takes the place of the damaged one.
 */
final class XorbKeeper {
    private static final Logger log = LoggerFactory.getLogger(XorbKeeper.class);

    private final JdbcClient db;
    private final XorbLocks locks;

    XorbKeeper(JdbcClient db) {
        this.db = db;
        this.locks = new XorbLocks(db);
    }

    /**
     * Keeps the xorbs, in one order for all; returns the ids of their rows, which no sweep deletes before the transaction
     * ends.
     *
     * @throws SweptMeanwhileException when one was swept, healed or damaged since it was sealed
     */
    Map<XetHash, Long> keep(List<SealedXorb> xorbs) {
        List<SealedXorb> ordered =
                xorbs.stream().sorted(Comparator.comparing(SealedXorb::hash)).toList();
        locks.share(ordered.stream().map(SealedXorb::hash).toList());
        Map<XetHash, Long> ids = new HashMap<>();
        for (int from = 0; from < ordered.size(); from += ContentRows.PAGE) {
            List<SealedXorb> page = ordered.subList(from, Math.min(ordered.size(), from + ContentRows.PAGE));
            keepPage(page);
            hold(page, ids);
        }
        return ids;
    }

    private void keepPage(List<SealedXorb> xorbs) {
        List<XetHash> hashes = xorbs.stream().map(SealedXorb::hash).toList();
        List<Integer> editions = xorbs.stream().map(SealedXorb::edition).toList();
        List<Long> stored;
        try {
            stored = XorbKeeping.keep(xorbs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        db.sql("""
                insert into xorb (hash, chunks, raw_bytes, stored_bytes, edition)
                select * from unnest(?, ?, ?, ?, ?) on conflict (hash) do nothing
                """)
                .params(
                        Sql.hashes(hashes),
                        ContentRows.integers(
                                xorbs.stream().map(SealedXorb::chunks).toList()),
                        ContentRows.integers(
                                xorbs.stream().map(SealedXorb::rawBytes).toList()),
                        Sql.numbers(stored),
                        ContentRows.integers(editions))
                .update();
        heal(hashes, editions, stored);
    }

    private void heal(List<XetHash> hashes, List<Integer> editions, List<Long> stored) {
        db.sql("""
                update xorb x set edition = kept.edition, stored_bytes = kept.stored_bytes, damaged_at = null,
                checked_at = null, needed_at = now()
                from unnest(?, ?, ?) as kept (hash, edition, stored_bytes)
                where x.hash = kept.hash and x.edition = kept.edition - 1 and x.damaged_at is not null
                returning x.hash
                """)
                .params(Sql.hashes(hashes), ContentRows.integers(editions), Sql.numbers(stored))
                .query((row, number) -> XetHash.of(row.getBytes(1), 0))
                .list()
                .forEach(hash -> log.info("Xorb {} is healed: its bytes came again", hash));
    }

    /** What was decided at sealing must still be so: each row is healthy and means the object that was kept. */
    private void hold(List<SealedXorb> xorbs, Map<XetHash, Long> ids) {
        Map<XetHash, XorbRow> rows = new HashMap<>();
        db.sql("select" + Sql.XORB + "from xorb x where hash = any(?) order by id for share")
                .param(Sql.hashes(xorbs.stream().map(SealedXorb::hash).toList()))
                .query(Sql::xorb)
                .list()
                .forEach(row -> rows.put(row.hash(), row));
        for (SealedXorb xorb : xorbs) {
            XorbRow row = rows.get(xorb.hash());
            if (row == null || row.isDamaged() || row.edition() != xorb.edition()) {
                throw new SweptMeanwhileException();
            }
            ids.put(row.hash(), row.id());
        }
    }
}
