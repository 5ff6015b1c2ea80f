package granary.blob.content;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds rows that nobody has needed for a grace, and deletes those that need no object to go with them. */
final class UnneededRows {
    private static final int HOLDERS_AT_ONCE = 5000;

    private final JdbcClient db;

    UnneededRows(JdbcClient db) {
        this.db = db;
    }

    /** A content's row. */
    record UnneededContent(long id, long size) {}

    /** When a grace that ends now began, by the clock that the rows are stamped with. */
    Instant startOf(Duration grace) {
        return db.sql("select now() - make_interval(secs => ?)")
                .param(grace.toMillis() / 1000.0)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** Contents that no repository holds. */
    List<UnneededContent> contents(IdWindow window, Instant before) {
        return db.sql("""
                        select id, size from content c where id > ? and id <= ? and needed_at < ?
                        and not exists (select from content_link l where l.content_id = c.id) order by id
                        """)
                .params(window.after(), window.last(), Timestamp.from(before))
                .query((row, number) -> new UnneededContent(row.getLong("id"), row.getLong("size")))
                .list();
    }

    /**
     * Deletes those of the contents that still nobody needs, and their terms. Links are looked for again once the rows are
     * locked: whoever links a content locks its row first.
     */
    List<UnneededContent> delete(List<UnneededContent> contents, Instant before) {
        List<Long> locked = db.sql(
                        "select id from content where id = any(?) and needed_at < ? order by id for update skip locked")
                .params(Sql.numbers(contents.stream().map(UnneededContent::id).toList()), Timestamp.from(before))
                .query((row, number) -> row.getLong("id"))
                .list();
        return db.sql("""
                        delete from content c where id = any(?)
                        and not exists (select from content_link l where l.content_id = c.id) returning id, size
                        """)
                .param(Sql.numbers(locked))
                .query((row, number) -> new UnneededContent(row.getLong("id"), row.getLong("size")))
                .list();
    }

    /** Xorbs of which no content is made, other than contents that no repository holds; those in quarantine at once. */
    List<XorbRow> xorbs(IdWindow window, Instant before) {
        return db.sql("""
                        select %s from xorb x
                        where x.id > :after and x.id <= :last and (x.needed_at < :before or x.damaged_at is not null)
                        and not exists (
                            select from content_term t join content c on c.id = t.content_id
                            where t.xorb_id = x.id and (c.needed_at >= :before
                                or exists (select from content_link l where l.content_id = c.id)))
                        order by x.id
                        """.formatted(Sql.XORB))
                .param("after", window.after())
                .param("last", window.last())
                .param("before", Timestamp.from(before))
                .query(Sql::xorb)
                .list();
    }

    /** How many notes there are of who may name a xorb by a cache that has run out. */
    long holders(Instant before) {
        return db.sql("select count(*) from xorb_holder where seen_at < ?")
                .param(Timestamp.from(before))
                .query(Long.class)
                .single();
    }

    /** Deletes some of them; returns how many. */
    int deleteHolders(Instant before) {
        return db.sql("""
                        delete from xorb_holder where (xorb_id, holder) in (
                            select xorb_id, holder from xorb_holder where seen_at < ?
                            order by xorb_id, holder limit ? for update skip locked)
                        """).params(Timestamp.from(before), HOLDERS_AT_ONCE).update();
    }
}
