package granary.blob.content;

import granary.blob.xet.ChunkTable;
import granary.blob.xet.XetHash;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** Moves what rests on some chunks of one xorb to where their copies are. Inside the caller's transaction. */
final class TermMoves {
    private static final int TERMS_AT_ONCE = 5000;

    private final JdbcClient db;

    TermMoves(JdbcClient db) {
        this.db = db;
    }

    /** From a xorb's row to another's: chunks {@code start} to {@code end} to those from {@code target} on. */
    record Move(long from, long to, List<Run> runs) {
        record Run(int start, int end, int target) {}
    }

    /**
     * Keeps sweeps and other moves away from both xorbs, and begins the old one's grace: readers and clients' caches may
     * still know only that. False when somebody is at work on it, or either is damaged or gone.
     */
    boolean begin(Move move) {
        List<Long> free = db.sql("""
                        select id from xorb where id in (?, ?) and damaged_at is null order by id
                        for no key update skip locked
                        """)
                .params(move.from(), move.to())
                .query((row, number) -> row.getLong("id"))
                .list();
        if (free.size() < 2) {
            return false;
        }
        db.sql("update xorb set needed_at = now() where id = ?")
                .param(move.from())
                .update();
        return true;
    }

    /** Moves some terms, whole as they are, but none of contents that a sweep is deleting; returns how many. */
    int someTerms(Move move) {
        return db.sql("""
                        with batch as materialized (
                            select t.content_id, t.file_offset, run.target - run.first as shift
                            from content_term t join content c on c.id = t.content_id
                            join unnest(:starts, :ends, :targets) as run (first, behind, target)
                                on t.chunk_start >= run.first and t.chunk_end <= run.behind
                            where t.xorb_id = :from
                            order by t.content_id, t.file_offset limit :limit for key share of c skip locked)
                        update content_term t set xorb_id = :to, chunk_start = t.chunk_start + batch.shift,
                            chunk_end = t.chunk_end + batch.shift
                        from batch where t.content_id = batch.content_id and t.file_offset = batch.file_offset
                        and t.xorb_id = :from
                        """)
                .param("starts", numbers(move, Move.Run::start))
                .param("ends", numbers(move, Move.Run::end))
                .param("targets", numbers(move, Move.Run::target))
                .param("from", move.from())
                .param("to", move.to())
                .param("limit", TERMS_AT_ONCE)
                .update();
    }

    private static SqlArrayValue numbers(Move move, Function<Move.Run, Integer> number) {
        return ContentRows.integers(move.runs().stream().map(number).toList());
    }

    /** Lets the hub's index lead to the copies instead. */
    void index(Move move, ChunkTable copies) {
        List<XetHash> indexed = db.sql("select chunk_hash from chunk_index where xorb_id = ?")
                .param(move.from())
                .query((row, number) -> XetHash.of(row.getBytes(1), 0))
                .list();
        var copied = new ArrayList<XetHash>();
        for (XetHash chunk : indexed) {
            if (copies.find(chunk) >= 0) {
                copied.add(chunk);
            }
        }
        db.sql("""
                insert into chunk_index (chunk_hash, xorb_id) select chunk, ? from unnest(?) as copied (chunk)
                order by 1 on conflict do nothing
                """).params(move.to(), Sql.hashes(copied)).update();
        db.sql("delete from chunk_index where xorb_id = ? and chunk_hash = any(?)")
                .params(move.from(), Sql.hashes(copied))
                .update();
    }
}
