package granary.blob.content;

import java.io.IOException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the xorbs that are worth repacking. */
final class SparseXorbs {
    private static final Logger log = LoggerFactory.getLogger(SparseXorbs.class);

    private final JdbcClient db;
    private final ChunkTables tables;

    SparseXorbs(JdbcClient db, ChunkTables tables) {
        this.db = db;
        this.tables = tables;
    }

    /** Those of the window that were last told of before an instant. */
    List<SparseXorb> find(IdWindow window, Instant before) throws IOException {
        var found = new ArrayList<SparseXorb>();
        for (Use use : partlyUsed(window, before)) {
            try {
                var sparse = new SparseXorb(use.xorb(), tables.of(use.xorb()), use.chunks());
                if (sparse.isWorthRepacking()) {
                    found.add(sparse);
                }
            } catch (DamagedContentException e) {
                log.warn("Not repacked: {}", e.message());
            }
        }
        return found;
    }

    private record Use(XorbRow xorb, BitSet chunks) {}

    /** By number of chunks, as their sizes are not known here: half at the most, so that none with a third is missed by much. */
    private List<Use> partlyUsed(IdWindow window, Instant before) {
        return db.sql("""
                        select %s, used.starts, used.ends from xorb x cross join lateral (
                            select array_agg(lower(run)) as starts, array_agg(upper(run)) as ends,
                                sum(upper(run) - lower(run)) as chunks
                            from unnest((
                                select range_agg(int4range(t.chunk_start, t.chunk_end))
                                from content_term t where t.xorb_id = x.id)) as run) used
                        where x.id > ? and x.id <= ? and x.needed_at < ? and x.damaged_at is null
                        and used.chunks * 2 < x.chunks order by x.id
                        """.formatted(Sql.XORB))
                .params(window.after(), window.last(), Timestamp.from(before))
                .query((row, number) -> new Use(Sql.xorb(row, number), chunks(row)))
                .list();
    }

    private static BitSet chunks(ResultSet row) throws SQLException {
        Integer[] starts = integers(row.getArray("starts"));
        Integer[] ends = integers(row.getArray("ends"));
        var chunks = new BitSet();
        for (int i = 0; i < starts.length; i++) {
            chunks.set(starts[i], ends[i]);
        }
        return chunks;
    }

    private static Integer[] integers(Array array) throws SQLException {
        return (Integer[]) array.getArray();
    }
}
