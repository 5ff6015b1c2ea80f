package granary.blob.content;

import granary.blob.Sha256;
import granary.blob.xet.XetHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
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
    private final XorbKeeper keeper;
    private final XorbLocks locks;
    private final TransactionTemplate transaction;
    private final TransactionTemplate joining;

    Acceptance(JdbcClient db, ContentCatalog catalog, PlatformTransactionManager transactions) {
        this.db = db;
        this.catalog = catalog;
        this.rows = new ContentRows(db);
        this.keeper = new XorbKeeper(db);
        this.locks = new XorbLocks(db);
        this.joining = new TransactionTemplate(transactions);
        this.transaction = new TransactionTemplate(transactions);
        // Of its own, whatever the caller has open: what this acknowledges must not be rolled back later.
        transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        transaction.setTimeout((int) DEADLINE.toSeconds());
    }

    /** Links a content that is stored already to the scope. False when it is no longer there, or was found damaged. */
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
        Optional<Long> id = db.sql("""
                        select id from content c where sha256 = ? and proof = 'proven' and not %s
                        order by id limit 1 for share
                        """.formatted(ContentCatalog.IS_DAMAGED))
                .param(content.sha256().bytes())
                .query(Long.class)
                .optional();
        id.ifPresent(row -> catalog.link(row, scope));
        return id.isPresent();
    }

    /** Somebody declared these very bytes to have this hash, and so they have. */
    private boolean linkDeclared(NewContent fresh, Scope scope) {
        Optional<Long> id = db.sql("""
                        update content c set proof = 'proven' where sha256 = ? and file_hash = ? and not %s returning id
                        """.formatted(ContentCatalog.IS_DAMAGED))
                .params(fresh.content().sha256().bytes(), fresh.fileHash().bytes())
                .query(Long.class)
                .optional();
        id.ifPresent(row -> catalog.link(row, scope));
        return id.isPresent();
    }

    private void write(NewContent fresh, Scope scope) {
        rows.hold(reused(fresh.terms()));
        Map<XetHash, Long> ids =
                keeper.keep(fresh.xorbs().stream().map(NewXorb::sealed).toList());
        Optional<Long> damaged = takeDamaged(fresh);
        damaged.ifPresent(rows::removeTerms);
        long content = damaged.orElseGet(() -> insertContent(fresh));
        rows.addTerms(content, fresh.terms(), xorb -> id(xorb, ids));
        rows.addIndexed(fresh.indexed(), xorb -> id(xorb, ids));
        catalog.link(content, scope);
        catalog.moveLinks(fresh.content().sha256(), content);
    }

    /** The row of these very bytes, when it is there but rests on a damaged xorb; locked, and proven now. */
    private Optional<Long> takeDamaged(NewContent fresh) {
        return db.sql("update content set proof = 'proven' where sha256 = ? and file_hash = ? returning id")
                .params(fresh.content().sha256().bytes(), fresh.fileHash().bytes())
                .query(Long.class)
                .optional();
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
