package granary.blob.content;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectUpload;
import granary.blob.xet.ChunkTable;
import granary.blob.xet.MerkleTree;
import granary.blob.xet.XetHash;
import granary.blob.xet.XorbFooter;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A xorb that an intake fills. Chunks are first placed, then packed, then written in the order they were placed; after
 * the last one {@link #finish} adds the footer and seals the upload.
 */
final class NewXorb implements XorbSource, AutoCloseable {
    /** Counted in raw bytes, as clients do (xet-protocol.md §4.4). */
    static final int RAW_BYTES_MAX = 64 * 1024 * 1024;

    private final ObjectUpload upload;
    private final XorbCatalog catalog;
    private final MerkleTree tree = new MerkleTree();
    private @Nullable ChunkTable chunks = new ChunkTable();
    private volatile @Nullable SealedXorb sealed;
    private int count;
    private int rawBytes;
    private boolean full;

    NewXorb(ObjectStore objects, XorbCatalog catalog) throws IOException {
        this.upload = objects.begin();
        this.catalog = catalog;
    }

    boolean hasRoomFor(int bytes) {
        return hasRoomFor(bytes, 1);
    }

    /** Whether so many chunks fit in, which have so many bytes together. */
    boolean hasRoomFor(int bytes, int chunks) {
        return !full && chunks <= ChunkTable.CHUNKS_MAX - count && bytes <= RAW_BYTES_MAX - rawBytes;
    }

    /** Gives the chunk the next place; returns its number. */
    int place(XetHash chunk, int bytes) {
        tree.add(chunk, bytes);
        rawBytes += bytes;
        count++;
        return table().add(chunk, bytes);
    }

    /** No further chunk will be placed. */
    void endPlacing() {
        full = true;
    }

    /** Writes the next placed chunk, packed with its header. */
    void write(byte[] packed, int offset, int length) throws IOException {
        upload.write(packed, offset, length);
    }

    /** Says how large the next placed chunk became. */
    void packed(int bytes) {
        table().addPacked(bytes);
    }

    /** Whether all that will ever be in it was written. */
    boolean isComplete() {
        return full && chunks != null && chunks.packedCount() == count;
    }

    /** Adds the footer and makes the bytes durable, where the store can do that before they are kept. */
    void finish() throws IOException {
        XetHash root = tree.root();
        upload.write(new XorbFooter(root, table()).write());
        int edition = catalog.editionFor(root);
        upload.sealFor(ObjectKey.xorb(root.text(), edition));
        sealed = new SealedXorb(root, count, rawBytes, edition, upload);
    }

    boolean isFinished() {
        return sealed != null;
    }

    /** Forgets the chunk list, to save memory: later chunks cannot be found in this xorb any more. */
    void forgetChunks() {
        chunks = null;
    }

    SealedXorb sealed() {
        return Objects.requireNonNull(sealed, "finished");
    }

    XetHash hash() {
        return sealed().hash();
    }

    int count() {
        return count;
    }

    int rawBytes() {
        return rawBytes;
    }

    private ChunkTable table() {
        return Objects.requireNonNull(chunks, "not forgotten before it is finished");
    }

    @Override
    public @Nullable ChunkTable chunks() {
        return chunks;
    }

    /** Throws the bytes away, unless they were kept. */
    @Override
    public void close() throws IOException {
        upload.close();
    }
}
