package granary.blob.content;

import granary.blob.Sha256;
import granary.blob.xet.XetHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes a content known: keeps its xorbs and writes its rows in one transaction, so that either all of it is there for
 * everyone, or nothing.
 */
final class Acceptance {
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private final JdbcClient db;
    private final ContentCatalog catalog;
    private final ContentRows rows;
    private final XorbLocks locks;
    private final TransactionTemplate transaction;
    private final TransactionTemplate joining;

    Acceptance(JdbcClient db, ContentCatalog catalog, PlatformTransactionManager transactions) {
        this.db = db;
        this.catalog = catalog;
        this.rows = new ContentRows(db);
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
                if (!linkExisting(fresh.content(), scope) && !linkDeclared(fresh, scope)) {
                    write(fresh, scope);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private boolean linkExisting(Content content, Scope scope) {
        Optional<Long> id = db.sql(
                        "select id from content where sha256 = ? and proof = 'proven' order by id limit 1 for share")
                .param(content.sha256().bytes())
                .query(Long.class)
                .optional();
        id.ifPresent(row -> catalog.link(row, scope));
        return id.isPresent();
    }

    /** Somebody declared these very bytes to have this hash, and so they have. */
    private boolean linkDeclared(NewContent fresh, Scope scope) {
        Optional<Long> id = db.sql("""
                        update content set proof = 'proven' where sha256 = ? and file_hash = ? returning id
                        """)
                .params(fresh.content().sha256().bytes(), fresh.fileHash().bytes())
                .query(Long.class)
                .optional();
        id.ifPresent(row -> catalog.link(row, scope));
        return id.isPresent();
    }

    private void write(NewContent fresh, Scope scope) {
        rows.hold(reused(fresh.terms()));
        Map<XetHash, Long> ids = keepXorbs(fresh.xorbs());
        long content = insertContent(fresh);
        rows.addTerms(content, fresh.terms(), xorb -> id(xorb, ids));
        rows.addIndexed(fresh.indexed(), xorb -> id(xorb, ids));
        catalog.link(content, scope);
    }

    /** What is reused must not be swept between our finding it and others' seeing that we need it. */
    private static List<Long> reused(List<Term> terms) {
        var reused = new ArrayList<Long>();
        for (Term term : terms) {
            if (term.xorb() instanceof StoredXorb stored) {
                reused.add(stored.row().id());
            }
        }
        return reused;
    }

    /** Keeps the new xorbs, in one order for all, and returns the ids of their rows. */
    private Map<XetHash, Long> keepXorbs(List<NewXorb> xorbs) {
        List<NewXorb> ordered =
                xorbs.stream().sorted(Comparator.comparing(NewXorb::hash)).toList();
        List<XetHash> hashes = ordered.stream().map(NewXorb::hash).toList();
        locks.share(hashes);
        for (int from = 0; from < ordered.size(); from += ContentRows.PAGE) {
            keepPage(ordered.subList(from, Math.min(ordered.size(), from + ContentRows.PAGE)));
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
        List<Long> stored;
        try {
            stored = XorbKeeping.keep(xorbs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        db.sql("""
                insert into xorb (hash, chunks, raw_bytes, stored_bytes)
                select * from unnest(?, ?, ?, ?) on conflict (hash) do nothing
                """)
                .params(
                        Sql.hashes(xorbs.stream().map(NewXorb::hash).toList()),
                        ContentRows.integers(xorbs.stream().map(NewXorb::count).toList()),
                        ContentRows.integers(
                                xorbs.stream().map(NewXorb::rawBytes).toList()),
                        Sql.numbers(stored))
                .update();
    }

    private long insertContent(NewContent fresh) {
        return db.sql("insert into content (sha256, file_hash, size, proof) values (?, ?, ?, 'proven') returning id")
                .params(
                        fresh.content().sha256().bytes(),
                        fresh.fileHash().bytes(),
                        fresh.content().size())
                .query(Long.class)
                .single();
    }

    private static long id(XorbSource xorb, Map<XetHash, Long> ids) {
        return switch (xorb) {
            case StoredXorb stored -> stored.row().id();
            case NamedXorb named -> named.row().id();
            case NewXorb fresh -> Objects.requireNonNull(ids.get(fresh.hash()), "inserted or there already");
        };
    }
}
