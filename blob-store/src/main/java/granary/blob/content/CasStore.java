package granary.blob.content;

import granary.blob.ObjectStore;
import granary.blob.PresignedReads;
import granary.blob.xet.ShardReader;
import granary.blob.xet.XetFormatException;
import granary.blob.xet.XetHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The contents of a {@link XetContentStore} as the Xet protocol's CAS API sees them (xet-protocol.md §6): clients send and
 * fetch packed chunks, and say how files are made of them. What they send is checked as if it came from an enemy.
 */
public final class CasStore {
    /** What the body of a serialized xorb may have at the most. */
    public static final int XORB_BODY_BYTES_MAX = XorbIntake.BODY_BYTES_MAX;

    private static final Duration DEADLINE = Duration.ofMinutes(5);

    /** Terms of one reconstruction: clients ask for at most eight gigabytes, which may be in runs of 160 KB. */
    private static final int TERMS_MAX = 50_000;

    private final Tools tools;
    private final XorbCatalog catalog;
    private final XorbKeeper keeper;
    private final ShardAcceptance shards;
    private final DedupeAnswers dedupe;
    private final TransactionTemplate transaction;

    /** What it shares with the content store. */
    record Tools(
            ObjectStore objects,
            JdbcClient db,
            PlatformTransactionManager transactions,
            ContentCatalog contents,
            ContentReader.Tools reader,
            Proofs proofs) {}

    CasStore(Tools tools) {
        this.tools = tools;
        this.catalog = new XorbCatalog(tools.db());
        this.keeper = new XorbKeeper(tools.db());
        this.shards = new ShardAcceptance(tools.db(), tools.contents(), tools.transactions());
        this.transaction = new TransactionTemplate(tools.transactions());
        transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        transaction.setTimeout((int) DEADLINE.toSeconds());
        this.dedupe = new DedupeAnswers(tools.db(), catalog, tools.reader().tables(), transaction);
    }

    /** Names this store in URLs: what clients remember of another epoch is not here. */
    public String epoch() {
        return tools.db()
                .sql("select epoch from store_epoch")
                .query(String.class)
                .single();
    }

    /** Names the store anew: clients forget what they remember of it. For a store that was put back to an older state. */
    public String beginEpoch() {
        return tools.db().sql("""
                        update store_epoch set epoch = substr(md5(random()::text || clock_timestamp()::text), 1, 8)
                        returning epoch
                        """).query(String.class).single();
    }

    /**
     * Keeps a serialized xorb, after every chunk of it was unpacked and hashed.
     *
     * @param person who may name it in shards from now on
     * @return whether it is news to that person; whether others stored it before is not theirs to know
     * @throws XetFormatException when it is no xorb, or not this one; nothing was kept
     */
    public boolean addXorb(XetHash hash, InputStream body, UUID person) throws IOException {
        ContentReader.Tools reader = tools.reader();
        var intakeTools = new XorbIntake.Tools(tools.objects(), catalog, reader.workers(), reader.slabs());
        try (var intake = new XorbIntake(body, intakeTools)) {
            SealedXorb sealed = intake.run(hash);
            return Objects.requireNonNull(transaction.execute(status -> keep(sealed, person)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private boolean keep(SealedXorb xorb, UUID person) {
        // First, as whoever holds a row for reading cannot change it while another does.
        catalog.need(xorb.hash());
        Collection<Long> id = keeper.keep(List.of(xorb)).values();
        return catalog.show(id, person) > 0;
    }

    /**
     * Registers the files of a shard and links them to the scope's repository. Their SHA-256s are proven behind it.
     *
     * @return whether there was a file in it that was not registered before
     * @throws XetFormatException when it is no shard
     * @throws ShardRefusedException when what it says is not so; nothing of it was kept
     */
    public boolean addShard(byte[] shard, Scope scope, Viewer viewer, Progress progress) throws IOException {
        var intake = new ShardIntake(catalog, tools.reader().tables(), viewer);
        ShardReader.read(shard, new BlockCounter(intake, progress, BlockCounter.count(shard)));
        ShardAcceptance.Accepted accepted = shards.accept(intake.files(), scope);
        tools.proofs().begin(accepted.unproven());
        return accepted.isNew();
    }

    /** Is told how many of a shard's blocks were held against what is stored. */
    public interface Progress {
        void checked(int blocks, int of) throws IOException;
    }

    /** The bytes that are stored for a xorb, when the viewer may know of it. */
    public OptionalLong storedBytes(XetHash xorb, Viewer viewer) {
        return catalog.find(List.of(xorb)).values().stream()
                .filter(row -> !catalog.visible(List.of(row.id()), viewer).isEmpty())
                .mapToLong(XorbRow::storedBytes)
                .findFirst();
    }

    /** What clients may know of the chunk and those around it, as a shard; empty when that is nothing. */
    public Optional<byte[]> dedupe(XetHash chunk, Viewer viewer) throws IOException {
        return dedupe.answer(chunk, viewer);
    }

    /** The size of a file that the repository holds, in bytes. */
    public OptionalLong sizeOf(UUID repository, XetHash file) {
        Optional<ContentCatalog.Row> row = tools.contents().findLinked(repository, file);
        return row.isPresent() ? OptionalLong.of(row.get().size()) : OptionalLong.empty();
    }

    /**
     * How to put bytes {@code from} to {@code to} (exclusive) of a file together. A file whose SHA-256 is only declared is
     * proven first.
     *
     * @throws WithheldContentException when the file is not what its uploader declared
     * @throws TooManyTermsException when the range is in too many pieces
     */
    public Optional<Reconstruction> reconstruct(UUID repository, XetHash file, long from, long to) throws IOException {
        Optional<ContentCatalog.Row> row = tools.contents().findLinked(repository, file);
        if (row.isEmpty()) {
            return Optional.empty();
        }
        tools.proofs().require(row.get());
        var reconstructor = new Reconstructor(
                tools.contents(), tools.reader().tables(), row.get().id(), from, to);
        return Optional.of(reconstructor.plan(TERMS_MAX));
    }

    /** How clients may fetch from the object store themselves, if they may. */
    public Optional<PresignedReads> presignedReads() {
        return tools.objects().presignedReads();
    }

    /**
     * Writes chunks of a xorb as they are stored, each checked since the start. False, and nothing written, when there is
     * no such xorb, or it was healed since the run was planned and is packed otherwise. One in quarantine still serves what
     * is right of it.
     *
     * @throws DamagedContentException before a chunk is written that its first check since the start finds damaged
     */
    public boolean copyPacked(XetHash xorb, Reconstruction.Run run, OutputStream out) throws IOException {
        Optional<XorbRow> row = catalog.find(xorb).filter(found -> run.end() <= found.chunks());
        if (row.isEmpty() || !run.isIn(tools.reader().tables().of(row.get()))) {
            return false;
        }
        try (var reader = ContentReader.ofPacked(tools.reader(), out)) {
            reader.copyChunks(row.get(), run.start(), run.end());
        }
        return true;
    }
}
