package granary.blob.content;

import granary.blob.xet.XetHash;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When each xorb was last read and found right, and which are in quarantine. */
final class ScrubRows {
    private static final int PAGE = 20;
    private static final int REPOSITORIES_MAX = 50;

    private final JdbcClient db;

    ScrubRows(JdbcClient db) {
        this.db = db;
    }

    private record Due(XorbRow xorb, @Nullable Instant checkedAt) {
        boolean isDue(Instant before) {
            return checkedAt == null || checkedAt.isBefore(before);
        }
    }

    /** Some that were not checked since an instant, those that wait for longest first, and without the first few. */
    List<XorbRow> due(Instant before, int skip) {
        return db
                .sql("select" + Sql.XORB + ", checked_at from xorb x where damaged_at is null"
                        + " order by checked_at nulls first, id limit ? offset ?")
                .params(PAGE, skip)
                .query((row, number) -> new Due(Sql.xorb(row, number), instant(row, "checked_at")))
                .list()
                .stream()
                // Here, not there: an index that is read in order need not be searched for more.
                .takeWhile(each -> each.isDue(before))
                .map(Due::xorb)
                .toList();
    }

    /** Some that are in quarantine, and were not looked at again since an instant; those behind an id. */
    List<XorbRow> quarantined(Instant before, long after) {
        return db.sql("select" + Sql.XORB + "from xorb x where damaged_at is not null and id > ?"
                        + " and (checked_at is null or checked_at < ?) order by id limit ?")
                .params(after, Timestamp.from(before), PAGE)
                .query(Sql::xorb)
                .list();
    }

    void checked(XorbRow xorb) {
        db.sql("update xorb set checked_at = now() where id = ? and edition = ?")
                .params(xorb.id(), xorb.edition())
                .update();
    }

    List<DamagedXorb> damaged(int limit) {
        return db.sql("""
                        select x.hash, x.damaged_at,
                            (select count(distinct t.content_id) from content_term t where t.xorb_id = x.id) as contents,
                            array(select distinct l.repository from content_term t
                                join content_link l on l.content_id = t.content_id
                                where t.xorb_id = x.id order by 1 limit ?) as repositories
                        from xorb x where x.damaged_at is not null order by x.damaged_at, x.id limit ?
                        """)
                .params(REPOSITORIES_MAX, limit)
                .query((row, number) -> new DamagedXorb(
                        XetHash.of(row.getBytes("hash"), 0).text(),
                        row.getTimestamp("damaged_at").toInstant(),
                        row.getLong("contents"),
                        uuids(row.getArray("repositories"))))
                .list();
    }

    private static List<UUID> uuids(Array array) throws SQLException {
        return Arrays.asList((UUID[]) array.getArray());
    }

    Scrub.Progress progress(Instant before) {
        return db.sql("""
                        select count(*) as xorbs, count(*) filter (where checked_at >= ?) as checked,
                            count(damaged_at) as damaged, min(checked_at) as oldest from xorb
                        """)
                .param(Timestamp.from(before))
                .query((row, number) -> new Scrub.Progress(
                        row.getLong("xorbs"), row.getLong("checked"), row.getLong("damaged"), instant(row, "oldest")))
                .single();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
