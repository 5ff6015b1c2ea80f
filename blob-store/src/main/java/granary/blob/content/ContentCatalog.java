package granary.blob.content;

import granary.blob.Sha256;
import granary.blob.xet.XetHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database knows of contents. Writing a new one is {@link Acceptance}'s part. */
final class ContentCatalog {
    /** Of how many contents the xorbs are looked through for a new one, in its repository and again in its namespace. */
    private static final int RECENT_CONTENTS = 32;

    private static final int RECENT_XORBS = 48;
    private static final int RECENT_XORBS_OF_NAMESPACE = 16;

    /** What is looked at around an indexed chunk, in the content that it was found in: eight xorbs' worth ahead. */
    private static final long AROUND_BYTES_BEFORE = 2L * NewXorb.RAW_BYTES_MAX;

    private static final long AROUND_BYTES_AFTER = 8L * NewXorb.RAW_BYTES_MAX;
    private static final int AROUND_XORBS = 24;

    /** Whether {@code content c} rests on a xorb in quarantine, of which there are few or none. */
    static final String IS_DAMAGED = """
            exists (select from xorb x join content_term t on t.xorb_id = x.id
            where x.damaged_at is not null and t.content_id = c.id)""";

    private static final String LINKED = """
            select c.* from content c join content_link l on l.content_id = c.id
            where c.sha256 = ? and l.repository = ?
            order by c.proof = 'proven' desc, c.proof = 'declared' desc, c.id limit 1
            """;

    /** The columns that make a {@link StoredTerm}. */
    private static final String TERM = "t.chunk_start, t.chunk_end, t.file_offset, t.raw_bytes, " + Sql.XORB;

    /** Whether {@code content_term t} holds bytes of a range: from the last term that begins at or before it on. */
    private static final String IN_RANGE = """
            t.file_offset >= (
                select coalesce(max(file_offset), 0) from content_term where content_id = %s and file_offset <= ?)
            and t.file_offset < ?""";

    private final JdbcClient db;

    ContentCatalog(JdbcClient db) {
        this.db = db;
    }

    /** A content's row. */
    record Row(long id, Content content, XetHash fileHash, Proof proof) {
        long size() {
            return content.size();
        }

        /** All of its bytes. */
        Range whole() {
            return new Range(0, size());
        }
    }

    /** A term as stored, with its xorb. */
    record StoredTerm(XorbRow xorb, int start, int end, long fileOffset, int rawBytes) {}

    /** A content that is known to hash to this, all of whose bytes can be had as far as anybody knows. */
    Optional<Row> findHealthy(Sha256 sha256) {
        return db.sql("select * from content c where sha256 = ? and proof = 'proven' and not " + IS_DAMAGED
                        + " order by id limit 1")
                .param(sha256.bytes())
                .query(ContentCatalog::row)
                .optional();
    }

    Optional<Row> find(long content) {
        return db.sql("select * from content where id = ?")
                .param(content)
                .query(ContentCatalog::row)
                .optional();
    }

    /** These bytes under that SHA-256, if anybody declared them so; a sweep keeps away until the transaction ends. */
    Optional<Row> hold(Sha256 sha256, XetHash fileHash) {
        return db.sql("select * from content where sha256 = ? and file_hash = ? for share")
                .params(sha256.bytes(), fileHash.bytes())
                .query(ContentCatalog::row)
                .optional();
    }

    /** Which of the repository's contents goes by that SHA-256: a proven one before one that is only declared so. */
    Optional<Row> findLinked(UUID repository, Sha256 sha256) {
        return db.sql(LINKED)
                .params(sha256.bytes(), repository)
                .query(ContentCatalog::row)
                .optional();
    }

    /** Which of the repository's contents has that Xet hash. */
    Optional<Row> findLinked(UUID repository, XetHash fileHash) {
        return db.sql("""
                        select c.* from content c join content_link l on l.content_id = c.id
                        where c.file_hash = ? and l.repository = ?
                        order by c.proof = 'proven' desc, c.proof = 'declared' desc, c.id limit 1
                        """)
                .params(fileHash.bytes(), repository)
                .query(ContentCatalog::row)
                .optional();
    }

    /** The Xet hashes of those that the repository holds and nothing speaks against. */
    Map<Sha256, XetHash> findLinked(UUID repository, Collection<Sha256> hashes) {
        var found = new HashMap<Sha256, XetHash>();
        if (!hashes.isEmpty()) {
            db.sql("""
                            select c.* from content c join content_link l on l.content_id = c.id
                            where l.repository = ? and c.sha256 = any(?) and c.proof <> 'refuted'
                            order by c.proof = 'proven', c.id desc
                            """)
                    .params(repository, Sql.sha256s(hashes))
                    .query(ContentCatalog::row)
                    .list()
                    .forEach(row -> found.put(row.content().sha256(), row.fileHash()));
        }
        return found;
    }

    Set<Sha256> findDamaged(UUID repository, Collection<Sha256> hashes) {
        if (hashes.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(db.sql("""
                        select c.sha256 from content c join content_link l on l.content_id = c.id
                        where l.repository = ? and c.sha256 = any(?) and %s
                        """.formatted(IS_DAMAGED))
                .params(repository, Sql.sha256s(hashes))
                .query((row, number) -> Sha256.of(row.getBytes(1)))
                .list());
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return row(row, row.getLong("id"));
    }

    private static Row row(ResultSet row, long id) throws SQLException {
        return new Row(
                id,
                new Content(Sha256.of(row.getBytes("sha256")), row.getLong("size")),
                XetHash.of(row.getBytes("file_hash"), 0),
                Proof.of(row.getString("proof")));
    }

    /** Links what is proven and linked at {@code from}. The row lock keeps a sweep away from the content meanwhile. */
    Optional<Content> link(UUID from, Scope to, Sha256 sha256) {
        Optional<Row> linked = db.sql("""
                        select c.* from content c join content_link l on l.content_id = c.id
                        where c.sha256 = ? and l.repository = ? and c.proof = 'proven'
                        order by c.id limit 1 for share
                        """)
                .params(sha256.bytes(), from)
                .query(ContentCatalog::row)
                .optional();
        linked.ifPresent(row -> link(row.id(), to));
        return linked.map(Row::content);
    }

    void link(long content, Scope to) {
        db.sql("""
                insert into content_link (repository, content_id, namespace) values (?, ?, ?)
                on conflict (repository, content_id) do update
                set namespace = excluded.namespace, linked_at = now()
                """).params(to.repository(), content, to.namespace()).update();
    }

    /** Whoever holds these bytes as another content, cut otherwise and damaged, holds this one instead. */
    void moveLinks(Sha256 sha256, long healthy) {
        List<Long> damaged = db.sql("select id from content c where sha256 = ? and id <> ? and proof = 'proven' and "
                        + IS_DAMAGED + " order by id for update")
                .params(sha256.bytes(), healthy)
                .query((row, number) -> row.getLong("id"))
                .list();
        for (long content : damaged) {
            db.sql("""
                    insert into content_link (repository, content_id, namespace, linked_at)
                    select repository, ?, namespace, linked_at from content_link where content_id = ?
                    order by repository on conflict do nothing
                    """).params(healthy, content).update();
            db.sql("delete from content_link where content_id = ?")
                    .param(content)
                    .update();
            db.sql("update content set needed_at = now() where id = ?")
                    .param(content)
                    .update();
        }
    }

    void unlinkAll(UUID repository) {
        db.sql("""
                with gone as (delete from content_link where repository = ? returning content_id)
                update content set needed_at = now() where id in (select content_id from gone)
                """).param(repository).update();
    }

    /** Bytes {@code from} to {@code to} of a content. */
    record Range(long from, long to) {}

    /** Terms of a content that hold bytes of the range, in order; the first {@code limit} of them. */
    List<StoredTerm> terms(long content, Range range, int limit) {
        return db.sql("""
                        select %s from content_term t join xorb x on x.id = t.xorb_id
                        where t.content_id = ? and %s order by t.file_offset limit ?
                        """.formatted(TERM, IN_RANGE.formatted("?")))
                .params(content, content, range.from(), range.to(), limit)
                .query(ContentCatalog::term)
                .list();
    }

    /** A content and the first of its terms that hold bytes of some range. */
    record WithTerms(Row row, List<StoredTerm> terms) {}

    /** {@link #findLinked(UUID, Sha256)} and {@link #terms} at once: what every reader asks. */
    Optional<WithTerms> findWithTerms(UUID repository, Sha256 sha256, Range range, int limit) {
        return db.sql("""
                        with linked as materialized (%s)
                        select c.id as content, c.sha256, c.size, c.file_hash, c.proof, %s
                        from linked c left join content_term t on t.content_id = c.id and %s
                        left join xorb x on x.id = t.xorb_id
                        order by t.file_offset limit ?
                        """.formatted(LINKED, TERM, IN_RANGE.formatted("c.id")))
                .params(sha256.bytes(), repository, range.from(), range.to(), limit)
                .query(ContentCatalog::withTerms);
    }

    private static Optional<WithTerms> withTerms(ResultSet rows) throws SQLException {
        Row content = null;
        var terms = new ArrayList<StoredTerm>();
        while (rows.next()) {
            content = content == null ? row(rows, rows.getLong("content")) : content;
            if (rows.getObject("chunk_start") != null) {
                terms.add(term(rows, terms.size()));
            }
        }
        return Optional.ofNullable(content).map(found -> new WithTerms(found, terms));
    }

    private static StoredTerm term(ResultSet row, int number) throws SQLException {
        return new StoredTerm(
                Sql.xorb(row, number),
                row.getInt("chunk_start"),
                row.getInt("chunk_end"),
                row.getLong("file_offset"),
                row.getInt("raw_bytes"));
    }

    /** Healthy xorbs of what was linked last: first to the scope's repository, then to others of its namespace. */
    List<XorbRow> recentXorbs(Scope scope) {
        return db.sql("""
                        with own as (
                            select content_id from content_link where repository = :repository
                            order by linked_at desc limit :contents),
                        kin as (
                            select content_id from content_link where namespace = :namespace
                            order by linked_at desc limit :contents),
                        own_xorb as (
                            select distinct xorb_id from content_term join own using (content_id)
                            order by xorb_id desc limit :xorbs),
                        kin_xorb as (
                            select distinct xorb_id from content_term join kin using (content_id)
                            where xorb_id not in (select xorb_id from own_xorb)
                            order by xorb_id desc limit :kin_xorbs)
                        select %s, 0 as distance
                        from xorb x join own_xorb on xorb_id = x.id where x.damaged_at is null
                        union all
                        select %s, 1
                        from xorb x join kin_xorb on xorb_id = x.id where x.damaged_at is null
                        order by distance, id desc
                        """.formatted(Sql.XORB, Sql.XORB))
                .param("repository", scope.repository())
                .param("namespace", scope.namespace())
                .param("contents", RECENT_CONTENTS)
                .param("xorbs", RECENT_XORBS)
                .param("kin_xorbs", RECENT_XORBS_OF_NAMESPACE)
                .query(Sql::xorb)
                .list();
    }

    /** The newest healthy xorb that is indexed for the chunk, then those next to it in the newest content that uses it. */
    List<XorbRow> xorbsAround(XetHash chunk) {
        return db.sql("""
                        with hit as (
                            select i.xorb_id from chunk_index i join xorb x on x.id = i.xorb_id
                            where i.chunk_hash = :chunk and x.damaged_at is null
                            and exists (select from content_term t where t.xorb_id = i.xorb_id)
                            order by i.xorb_id desc limit 1),
                        place as (
                            select t.content_id, t.file_offset from content_term t join hit using (xorb_id)
                            order by t.content_id desc, t.file_offset limit 1),
                        around as (
                            select xorb_id, min(t.file_offset) as file_offset
                            from content_term t join place p on t.content_id = p.content_id
                            and t.file_offset between p.file_offset - :before and p.file_offset + :after
                            group by xorb_id order by 2 limit :xorbs)
                        select %s
                        from around a join xorb x on x.id = a.xorb_id where x.damaged_at is null
                        order by x.id in (select xorb_id from hit) desc, a.file_offset
                        """.formatted(Sql.XORB))
                .param("chunk", chunk.bytes())
                .param("before", AROUND_BYTES_BEFORE)
                .param("after", AROUND_BYTES_AFTER)
                .param("xorbs", AROUND_XORBS)
                .query(Sql::xorb)
                .list();
    }
}
