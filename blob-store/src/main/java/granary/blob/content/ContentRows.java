package granary.blob.content;

import granary.blob.xet.XetHash;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** Writes what a content is made of. Inside the caller's transaction. */
final class ContentRows {
    /** Rows per statement. */
    static final int PAGE = 5000;

    private final JdbcClient db;

    ContentRows(JdbcClient db) {
        this.db = db;
    }

    /**
     * Keeps a sweep away from xorbs until this transaction ends.
     *
     * @throws SweptMeanwhileException when one of them is gone or in quarantine already
     */
    void hold(List<Long> xorbs) {
        List<Long> distinct = xorbs.stream().distinct().sorted().toList();
        for (int from = 0; from < distinct.size(); from += PAGE) {
            List<Long> page = distinct.subList(from, Math.min(distinct.size(), from + PAGE));
            int found = db.sql("select id from xorb where id = any(?) and damaged_at is null order by id for share")
                    .param(Sql.numbers(page))
                    .query(Long.class)
                    .list()
                    .size();
            if (found != page.size()) {
                throw new SweptMeanwhileException();
            }
        }
    }

    /** Takes the terms of a content away, whose row the caller has locked, to make room for others. */
    void removeTerms(long content) {
        db.sql("delete from content_term where content_id = ?").param(content).update();
    }

    /** Adds the terms of a content that has none. */
    void addTerms(long content, List<Term> terms, ToLongFunction<XorbSource> ids) {
        long offset = 0;
        for (int from = 0; from < terms.size(); from += PAGE) {
            List<Term> page = terms.subList(from, Math.min(terms.size(), from + PAGE));
            List<Long> offsets = new ArrayList<>();
            for (Term term : page) {
                offsets.add(offset);
                offset += term.rawBytes();
            }
            db.sql("""
                    insert into content_term (content_id, file_offset, xorb_id, chunk_start, chunk_end, raw_bytes)
                    select ?, * from unnest(?, ?, ?, ?, ?)
                    """)
                    .params(
                            content,
                            Sql.numbers(offsets),
                            Sql.numbers(page.stream()
                                    .map(term -> ids.applyAsLong(term.xorb()))
                                    .toList()),
                            integers(page.stream().map(Term::start).toList()),
                            integers(page.stream().map(Term::end).toList()),
                            integers(page.stream().map(Term::rawBytes).toList()))
                    .update();
        }
    }

    /** Lets the hub's index lead to these chunks. */
    void addIndexed(List<NewContent.Indexed> indexed, ToLongFunction<XorbSource> ids) {
        for (int from = 0; from < indexed.size(); from += PAGE) {
            List<NewContent.Indexed> page = indexed.subList(from, Math.min(indexed.size(), from + PAGE));
            List<XetHash> chunks = page.stream().map(NewContent.Indexed::chunk).toList();
            db.sql("""
                    insert into chunk_index (chunk_hash, xorb_id)
                    select * from unnest(?, ?) order by 1, 2 on conflict do nothing
                    """)
                    .params(
                            Sql.hashes(chunks),
                            Sql.numbers(page.stream()
                                    .map(entry -> ids.applyAsLong(entry.xorb()))
                                    .toList()))
                    .update();
        }
    }

    static SqlArrayValue integers(List<Integer> numbers) {
        return new SqlArrayValue("integer", numbers.toArray());
    }
}
