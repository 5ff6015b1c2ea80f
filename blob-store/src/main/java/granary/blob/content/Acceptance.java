package granary.blob.content;

import granary.blob.Sha256;
import granary.blob.xet.XetHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes a content known: keeps its xorbs and writes its rows in one transaction, so that either all of it is there for
 * everyone, or nothing.
 */
final class Acceptance {
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    /** Rows per statement. */
    private static final int PAGE = 5000;

    private final JdbcClient db;
    private final ContentCatalog catalog;
    private final XorbLocks locks;
    private final TransactionTemplate transaction;
    private final TransactionTemplate joining;

    Acceptance(JdbcClient db, ContentCatalog catalog, PlatformTransactionManager transactions) {
        this.db = db;
        this.catalog = catalog;
        this.locks = new XorbLocks(db);
        this.joining = new TransactionTemplate(transactions);
        this.transaction = new TransactionTemplate(transactions);
        // Of its own, whatever the caller has open: what this acknowledges must not be rolled back later.
        transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        transaction.setTimeout((int) DEADLINE.toSeconds());
    }

    /** Links a content that is stored already to the scope. False when it is no longer there. */
    boolean acceptKnown(Content content, Scope scope) {
        return Boolean.TRUE.equals(transaction.execute(status -> linkExisting(content, scope)));
    }

    /** Links what is linked at {@code from}; joins the caller's transaction, if there is one. */
    Optional<Content> link(UUID from, Scope to, Sha256 sha256) {
        return Objects.requireNonNull(joining.execute(status -> catalog.link(from, to, sha256)));
    }

    /** Keeps a content and links it to the scope; when somebody else stored it meanwhile, its own bytes are not kept. */
    void accept(NewContent fresh, Scope scope) throws IOException {
        try {
            transaction.executeWithoutResult(status -> {
                locks.exclude(fresh.content());
                if (!linkExisting(fresh.content(), scope)) {
                    write(fresh, scope);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private boolean linkExisting(Content content, Scope scope) {
        Optional<Long> id = db.sql("select id from content where sha256 = ? for share")
                .param(content.sha256().bytes())
                .query(Long.class)
                .optional();
        id.ifPresent(row -> catalog.link(row, scope));
        return id.isPresent();
    }

    private void write(NewContent fresh, Scope scope) {
        lockReused(fresh.terms());
        Map<XetHash, Long> ids = keepXorbs(fresh.xorbs());
        long content = insertContent(fresh);
        insertTerms(content, fresh.terms(), ids);
        insertIndexed(fresh.indexed(), ids);
        catalog.link(content, scope);
    }

    /** What is reused must not be swept between our finding it and others' seeing that we need it. */
    private void lockReused(List<Term> terms) {
        Set<Long> reused = new HashSet<>();
        for (Term term : terms) {
            if (term.xorb() instanceof StoredXorb stored) {
                reused.add(stored.row().id());
            }
        }
        if (!reused.isEmpty() && lockRows(reused) != reused.size()) {
            throw new UncheckedIOException(new IOException(
                    "stored bytes that this content shares with others were swept while it came in; send it again"));
        }
    }

    private int lockRows(Set<Long> xorbs) {
        return db.sql("select id from xorb where id = any(?) order by id for share")
                .param(Sql.numbers(xorbs))
                .query(Long.class)
                .list()
                .size();
    }

    /** Keeps the new xorbs, in one order for all, and returns the ids of their rows. */
    private Map<XetHash, Long> keepXorbs(List<NewXorb> xorbs) {
        List<NewXorb> ordered =
                xorbs.stream().sorted(Comparator.comparing(NewXorb::hash)).toList();
        List<XetHash> hashes = ordered.stream().map(NewXorb::hash).toList();
        locks.share(hashes);
        for (int from = 0; from < ordered.size(); from += PAGE) {
            keepPage(ordered.subList(from, Math.min(ordered.size(), from + PAGE)));
        }
        Map<XetHash, Long> ids = new HashMap<>();
        db.sql("select id, hash from xorb where hash = any(?) order by id for share")
                .param(Sql.hashes(hashes))
                .query(row -> {
                    ids.put(XetHash.of(row.getBytes("hash"), 0), row.getLong("id"));
                });
        return ids;
    }

    private void keepPage(List<NewXorb> xorbs) {
        List<Long> stored = new ArrayList<>();
        for (NewXorb xorb : xorbs) {
            try {
                stored.add(xorb.keep().size());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        db.sql("""
                insert into xorb (hash, chunks, raw_bytes, stored_bytes)
                select * from unnest(?, ?, ?, ?) on conflict (hash) do nothing
                """)
                .params(
                        Sql.hashes(xorbs.stream().map(NewXorb::hash).toList()),
                        integers(xorbs.stream().map(NewXorb::count).toList()),
                        integers(xorbs.stream().map(NewXorb::rawBytes).toList()),
                        Sql.numbers(stored))
                .update();
    }

    private long insertContent(NewContent fresh) {
        return db.sql("insert into content (sha256, file_hash, size) values (?, ?, ?) returning id")
                .params(
                        fresh.content().sha256().bytes(),
                        fresh.fileHash().bytes(),
                        fresh.content().size())
                .query(Long.class)
                .single();
    }

    private void insertTerms(long content, List<Term> terms, Map<XetHash, Long> ids) {
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
                                    .map(term -> id(term.xorb(), ids))
                                    .toList()),
                            integers(page.stream().map(Term::start).toList()),
                            integers(page.stream().map(Term::end).toList()),
                            integers(page.stream().map(Term::rawBytes).toList()))
                    .update();
        }
    }

    private void insertIndexed(List<NewContent.Indexed> indexed, Map<XetHash, Long> ids) {
        for (int from = 0; from < indexed.size(); from += PAGE) {
            List<NewContent.Indexed> page = indexed.subList(from, Math.min(indexed.size(), from + PAGE));
            db.sql("""
                    insert into chunk_index (chunk_hash, xorb_id)
                    select * from unnest(?, ?) order by 1, 2 on conflict do nothing
                    """)
                    .params(
                            Sql.hashes(
                                    page.stream().map(NewContent.Indexed::chunk).toList()),
                            Sql.numbers(page.stream()
                                    .map(entry -> id(entry.xorb(), ids))
                                    .toList()))
                    .update();
        }
    }

    private static Long id(XorbSource xorb, Map<XetHash, Long> ids) {
        return switch (xorb) {
            case StoredXorb stored -> stored.row().id();
            case NewXorb fresh -> Objects.requireNonNull(ids.get(fresh.hash()), "inserted or there already");
        };
    }

    private static SqlArrayValue integers(List<Integer> numbers) {
        return new SqlArrayValue("integer", numbers.toArray());
    }
}
