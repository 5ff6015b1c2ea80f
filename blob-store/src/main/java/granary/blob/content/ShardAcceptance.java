package granary.blob.content;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes the files of a shard known and links them to a repository: all of them, in one transaction. */
final class ShardAcceptance {
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private final JdbcClient db;
    private final ContentCatalog catalog;
    private final ContentRows rows;
    private final XorbLocks locks;
    private final TransactionTemplate transaction;

    ShardAcceptance(JdbcClient db, ContentCatalog catalog, PlatformTransactionManager transactions) {
        this.db = db;
        this.catalog = catalog;
        this.rows = new ContentRows(db);
        this.locks = new XorbLocks(db);
        this.transaction = new TransactionTemplate(transactions);
        transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        transaction.setTimeout((int) DEADLINE.toSeconds());
    }

    /** What became of a shard. */
    record Accepted(boolean isNew, List<Proofs.DeclaredContent> unproven) {}

    Accepted accept(List<DeclaredFile> files, Scope scope) {
        // In one order for all, so that two shards that share files do not wait for each other.
        List<DeclaredFile> ordered = files.stream()
                .sorted(Comparator.comparing(file -> file.content().sha256().hex()))
                .toList();
        return Objects.requireNonNull(transaction.execute(status -> write(ordered, scope)));
    }

    private Accepted write(List<DeclaredFile> files, Scope scope) {
        boolean isNew = false;
        var unproven = new ArrayList<Proofs.DeclaredContent>();
        for (DeclaredFile file : files) {
            locks.exclude(file.content());
            Optional<ContentCatalog.Row> known = catalog.hold(file.content().sha256(), file.fileHash());
            if (known.isPresent() && known.get().proof() == Proof.REFUTED) {
                throw new ShardRefusedException("The file %s does not have the SHA-256 %s"
                        .formatted(file.fileHash(), file.content().sha256().hex()));
            }
            isNew = isNew || known.isEmpty();
            long content = known.isPresent() ? healed(known.get().id(), file) : insert(file);
            catalog.link(content, scope);
            if (known.isEmpty() || known.get().proof() == Proof.DECLARED) {
                unproven.add(new Proofs.DeclaredContent(content, file.content().size()));
            }
        }
        return new Accepted(isNew, unproven);
    }

    /** A content that rests on a damaged xorb comes to rest on the shard's, which make the same file. */
    private long healed(long content, DeclaredFile file) {
        boolean damaged = db.sql(
                        "select id from content c where id = ? and " + ContentCatalog.IS_DAMAGED + " for update")
                .param(content)
                .query(Long.class)
                .optional()
                .isPresent();
        if (damaged) {
            rows.removeTerms(content);
            addTerms(content, file);
        }
        return content;
    }

    private long insert(DeclaredFile file) {
        long content = db.sql(
                        "insert into content (sha256, file_hash, size, proof) values (?, ?, ?, 'declared') returning id")
                .params(
                        file.content().sha256().bytes(),
                        file.fileHash().bytes(),
                        file.content().size())
                .query(Long.class)
                .single();
        addTerms(content, file);
        return content;
    }

    private void addTerms(long content, DeclaredFile file) {
        rows.hold(file.terms().stream().map(term -> id(term.xorb())).toList());
        rows.addTerms(content, file.terms(), ShardAcceptance::id);
        rows.addIndexed(file.indexed(), ShardAcceptance::id);
    }

    private static long id(XorbSource xorb) {
        return switch (xorb) {
            case NamedXorb named -> named.row().id();
            case StoredXorb stored -> stored.row().id();
            case NewXorb _ -> throw new IllegalStateException("a shard names stored xorbs only");
        };
    }
}
