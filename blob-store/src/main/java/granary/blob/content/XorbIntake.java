package granary.blob.content;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectUpload;
import granary.blob.xet.ChunkHeader;
import granary.blob.xet.ChunkTable;
import granary.blob.xet.MerkleTree;
import granary.blob.xet.XetFormatException;
import granary.blob.xet.XetHash;
import granary.blob.xet.XorbFooter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;

/**
 * Takes in a xorb that a client packed (xet-protocol.md §4.6): reads whole chunks (this thread), unpacks and hashes them
 * (workers), writes them as they came (this thread). A footer that the client sent is passed over; ours follows instead.
 *
 * <p>Nobody can see the bytes until {@link XorbKeeper} keeps what {@link #run} returns; closing throws them away.
 */
final class XorbIntake implements AutoCloseable {
    /** The chunk region at its largest: raw bytes that do not shrink, and a header for each chunk (§4.4). */
    private static final int PACKED_BYTES_MAX = NewXorb.RAW_BYTES_MAX + ChunkTable.CHUNKS_MAX * ChunkHeader.BYTES;

    /** What the largest body may have: that, a footer and its length. */
    static final int BODY_BYTES_MAX = PACKED_BYTES_MAX + XorbFooter.bytes(ChunkTable.CHUNKS_MAX);

    private final PackedChunkReader reader;
    private final Workers workers;
    private final Slabs slabs;
    private final ObjectUpload upload;
    private final XorbCatalog catalog;
    private final ChunkTable chunks = new ChunkTable();
    private final MerkleTree tree = new MerkleTree();
    private final Deque<Step> checking = new ArrayDeque<>();
    private int rawBytes;

    /** Chunks that a worker has. */
    private record Step(PackedChunks chunks, Future<?> done) {}

    XorbIntake(InputStream body, Tools tools) throws IOException {
        this.workers = tools.workers();
        this.slabs = tools.slabs();
        this.catalog = tools.catalog();
        this.reader = new PackedChunkReader(body, slabs);
        this.upload = tools.objects().begin();
    }

    /** What every intake of a store shares. */
    record Tools(ObjectStore objects, XorbCatalog catalog, Workers workers, Slabs slabs) {}

    /**
     * Reads to the end; what it returns is durable, but nobody can see it yet.
     *
     * @throws XetFormatException when the bytes are not a xorb, or not this one
     */
    SealedXorb run(XetHash declared) throws IOException {
        for (PackedChunks next = reader.next(); next != null; next = reader.next()) {
            checking.add(new Step(next, workers.compute(next::check, false)));
            writeUntil(workers.count());
        }
        writeUntil(0);
        if (chunks.count() == 0) {
            throw new XetFormatException("a xorb has at least one chunk");
        }
        XetHash found = tree.root();
        if (!found.equals(declared)) {
            throw new XetFormatException("the chunks add up to the xorb %s, not to %s".formatted(found, declared));
        }
        upload.write(new XorbFooter(found, chunks).write());
        int edition = catalog.editionFor(found);
        upload.sealFor(ObjectKey.xorb(found.text(), edition));
        return new SealedXorb(found, chunks.count(), rawBytes, edition, upload);
    }

    private void writeUntil(int remaining) throws IOException {
        while (checking.size() > remaining) {
            Workers.resultOf(checking.element().done());
            PackedChunks checked = checking.element().chunks();
            for (int i = 0; i < checked.count(); i++) {
                add(checked, i);
            }
            upload.write(checked.bytes(), 0, checked.packedBytes());
            checking.remove();
            checked.giveBack(slabs);
        }
    }

    private void add(PackedChunks checked, int chunk) throws XetFormatException {
        ChunkHeader header = checked.header(chunk);
        rawBytes += header.rawBytes();
        if (chunks.count() == ChunkTable.CHUNKS_MAX || rawBytes > NewXorb.RAW_BYTES_MAX) {
            throw new XetFormatException("a xorb holds at most %d chunks and %d unpacked bytes"
                    .formatted(ChunkTable.CHUNKS_MAX, NewXorb.RAW_BYTES_MAX));
        }
        chunks.add(checked.hash(chunk), header.rawBytes());
        chunks.addPacked(ChunkHeader.BYTES + header.packedBytes());
        tree.add(checked.hash(chunk), header.rawBytes());
    }

    @Override
    public void close() throws IOException {
        try (upload;
                reader) {
            for (Step step : checking) {
                Workers.awaitEnd(step.done());
                step.chunks().giveBack(slabs);
            }
        }
    }
}
