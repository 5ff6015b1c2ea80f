package granary.blob.content;

import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Adds up what is stored, of everybody or of some. */
final class Usage {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final JdbcClient db;
    private final TransactionTemplate transaction;

    Usage(JdbcClient db, PlatformTransactionManager transactions) {
        this.db = db;
        this.transaction = new TransactionTemplate(transactions);
        transaction.setReadOnly(true);
        transaction.setTimeout((int) DEADLINE.toSeconds());
    }

    StoreStats ofAll() {
        return Objects.requireNonNull(transaction.execute(status -> sum()));
    }

    private StoreStats sum() {
        return db.sql("""
                        select (select count(*) from content) as contents,
                               (select coalesce(sum(size), 0) from content) as unique_bytes,
                               (select coalesce(sum(c.size), 0) from content_link l
                                join content c on c.id = l.content_id) as logical_bytes,
                               coalesce(sum(stored_bytes), 0) as stored_bytes,
                               count(*) as xorbs, count(damaged_at) as damaged_xorbs
                        from xorb
                        """)
                .query((row, number) -> new StoreStats(
                        row.getLong("contents"),
                        row.getLong("logical_bytes"),
                        row.getLong("unique_bytes"),
                        row.getLong("stored_bytes"),
                        row.getLong("xorbs"),
                        row.getLong("damaged_xorbs")))
                .single();
    }

    ContentUsage of(Collection<UUID> repositories) {
        return Objects.requireNonNull(transaction.execute(status -> sum(repositories)));
    }

    private ContentUsage sum(Collection<UUID> repositories) {
        return db.sql("""
                        with held as (
                            select c.id, c.size, count(*) as holders from content_link l
                            join content c on c.id = l.content_id where l.repository = any(?) group by c.id, c.size),
                        used as (
                            select t.xorb_id, range_agg(int4range(t.chunk_start, t.chunk_end)) as runs
                            from content_term t join held on held.id = t.content_id group by t.xorb_id),
                        shared as (
                            select x.stored_bytes * (select sum(upper(run) - lower(run)) from unnest(u.runs) as run)
                                / x.chunks as bytes
                            from used u join xorb x on x.id = u.xorb_id)
                        select count(*) as contents, coalesce(sum(size * holders), 0) as logical_bytes,
                            coalesce(sum(size), 0) as unique_bytes,
                            (select coalesce(sum(bytes), 0) from shared) as stored_bytes
                        from held
                        """)
                .param(new SqlArrayValue("uuid", repositories.toArray()))
                .query((row, number) -> new ContentUsage(
                        row.getLong("contents"),
                        row.getLong("logical_bytes"),
                        row.getLong("unique_bytes"),
                        row.getLong("stored_bytes")))
                .single();
    }
}
