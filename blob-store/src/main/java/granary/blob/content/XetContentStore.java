package granary.blob.content;

import granary.blob.ObjectStore;
import granary.blob.Sha256;
import granary.blob.StorageFullException;
import granary.blob.xet.XetHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;

/**
 * Contents as terms over xorbs: the bytes in an object store, in the Xet format, the terms in PostgreSQL. See
 * {@code docs/decisions/0003-content-store.md}.
 */
public final class XetContentStore implements ContentStore, AutoCloseable {
    private static final String SQL_STATE_DISK_FULL = "53100";

    private final Workers workers = new Workers();
    private final ContentCatalog catalog;
    private final Acceptance acceptance;
    private final ContentIntake.Tools intakeTools;
    private final ContentReader.Tools readerTools;
    private final Proofs proofs;
    private final CasStore cas;
    private final Scrub.Tools scrubTools;
    private final Usage usage;

    /**
     * A store over the database's tables {@code content…}, {@code xorb} and {@code chunk_index}, which this module's
     * migrations make.
     *
     * @param transactions of the same data source as {@code db}; {@link #takeIn} opens transactions of its own
     */
    public XetContentStore(ObjectStore objects, JdbcClient db, PlatformTransactionManager transactions) {
        this.catalog = new ContentCatalog(db);
        this.acceptance = new Acceptance(db, catalog, transactions);
        var verified = new VerifiedChunks();
        var quarantine = new Quarantine(db, verified);
        var tables = new ChunkTables(objects, quarantine);
        var slabs = new Slabs();
        this.intakeTools = new ContentIntake.Tools(objects, catalog, new XorbCatalog(db), tables, workers, slabs);
        this.readerTools = new ContentReader.Tools(catalog, tables, verified, quarantine, workers, slabs);
        this.proofs = new Proofs(db, catalog, readerTools);
        this.usage = new Usage(db, transactions);
        this.scrubTools = new Scrub.Tools(objects, db, transactions, quarantine);
        this.cas = new CasStore(new CasStore.Tools(objects, db, transactions, catalog, readerTools, proofs));
    }

    @Override
    public Content takeIn(InputStream bytes, Intake intake) throws IOException {
        try {
            boolean known = intake.sha256().flatMap(catalog::findHealthy).isPresent();
            return known ? takeInKnown(bytes, intake) : takeInNew(bytes, intake);
        } catch (DataAccessException | TransactionException e) {
            throw explained(e);
        }
    }

    /** The bytes still have to come, as proof of possession, but need not be chunked. */
    private Content takeInKnown(InputStream bytes, Intake intake) throws IOException {
        Content content = readThrough(bytes, intake);
        if (!acceptance.acceptKnown(content, intake.scope())) {
            throw new SweptMeanwhileException();
        }
        return content;
    }

    private Content readThrough(InputStream bytes, Intake intake) throws IOException {
        try (var reader = new SlabReader(bytes, intake, intakeTools.slabs(), workers)) {
            reader.skipAll();
            return reader.verified();
        }
    }

    private Content takeInNew(InputStream bytes, Intake intake) throws IOException {
        try (var running = new ContentIntake(bytes, intake, intakeTools)) {
            NewContent fresh = running.run();
            acceptance.accept(fresh, intake.scope());
            return fresh.content();
        }
    }

    /** A full database disk is as much the storage being full as a full object disk is. */
    private static RuntimeException explained(RuntimeException failure) throws StorageFullException {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && SQL_STATE_DISK_FULL.equals(sql.getSQLState())) {
                throw new StorageFullException("the database's disk is full", failure);
            }
        }
        return failure;
    }

    @Override
    public Optional<Content> find(UUID repository, Sha256 sha256) {
        return catalog.findLinked(repository, sha256)
                .filter(row -> row.proof() != Proof.REFUTED)
                .map(ContentCatalog.Row::content);
    }

    @Override
    public Map<Sha256, XetHash> findAll(UUID repository, Collection<Sha256> hashes) {
        return catalog.findLinked(repository, hashes);
    }

    @Override
    public Set<Sha256> findDamaged(UUID repository, Collection<Sha256> hashes) {
        return catalog.findDamaged(repository, hashes);
    }

    @Override
    public Optional<StoredFile> findFile(UUID repository, Sha256 sha256) {
        Optional<ContentCatalog.Row> row = catalog.findLinked(repository, sha256);
        if (row.isPresent() && row.get().proof() == Proof.REFUTED) {
            throw new WithheldContentException(sha256);
        }
        return row.map(found -> new StoredFile(found.content(), found.fileHash()));
    }

    @Override
    public Optional<Content> link(UUID from, Scope to, Sha256 sha256) {
        return acceptance.link(from, to, sha256);
    }

    @Override
    public void unlinkAll(UUID repository) {
        catalog.unlinkAll(repository);
    }

    @Override
    public void copy(UUID repository, Content content, long offset, long length, OutputStream out) throws IOException {
        if (offset < 0 || length < 0 || length > content.size() - offset) {
            throw new IllegalArgumentException("bytes %d + %d are not all in content %s (%d bytes)"
                    .formatted(offset, length, content.sha256().hex(), content.size()));
        }
        var range = new ContentCatalog.Range(offset, offset + length);
        ContentCatalog.WithTerms found = catalog.findWithTerms(
                        repository, content.sha256(), range, ContentReader.TERMS_PER_QUERY)
                .filter(known -> known.row().size() == content.size())
                .orElseThrow(() -> new DamagedContentException(
                        "content %s is not stored".formatted(content.sha256().hex())));
        proofs.require(found.row());
        try (var reader = new ContentReader(readerTools, out)) {
            reader.copy(found.row().id(), range, found.terms());
        }
    }

    /**
     * Proves the SHA-256s that were declared and not looked at yet, as a hub that stopped leaves them. To be called now
     * and then; reads all of these contents.
     *
     * @return how many there were
     */
    public int proveLeftOver() throws IOException {
        return proofs.proveLeftOver();
    }

    /** The same contents, for clients of the Xet protocol. */
    public CasStore cas() {
        return cas;
    }

    /**
     * Checks what is stored here.
     *
     * @param second another store that holds copies of this one's objects, under the same keys
     */
    public Scrub scrub(Optional<ObjectStore> second) {
        return new Scrub(scrubTools, second);
    }

    @Override
    public StoreStats stats() {
        return usage.ofAll();
    }

    @Override
    public ContentUsage usage(Collection<UUID> repositories) {
        return usage.of(repositories);
    }

    /** The memory that its calls share; none of it is on loan when none is under way. */
    Slabs slabs() {
        return intakeTools.slabs();
    }

    /** Ends the worker threads once what is under way is done. */
    @Override
    public void close() {
        proofs.close();
        workers.close();
    }
}
