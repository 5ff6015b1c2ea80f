package granary.blob.content;

import granary.blob.ObjectStore;
import granary.blob.xet.ChunkTable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A new xorb that takes what is needed of sparse ones: their chunks packed as they are, each checked on the way. */
final class RepackedXorb implements AutoCloseable {
    /** How many xorbs one takes from: each has its terms moved, one after the other. */
    private static final int SOURCES_MAX = 1000;

    private final NewXorb target;
    private final ContentReader.Tools readerTools;
    private final List<Source> sources = new ArrayList<>();

    /** A sparse xorb, and where its needed chunks are now. */
    record Source(SparseXorb xorb, List<TermMoves.Move.Run> runs) {}

    RepackedXorb(ObjectStore objects, XorbCatalog catalog, ContentReader.Tools readerTools) throws IOException {
        this.target = new NewXorb(objects, catalog);
        this.readerTools = readerTools;
    }

    boolean hasRoomFor(SparseXorb xorb) {
        return sources.size() < SOURCES_MAX
                && target.hasRoomFor(xorb.neededRawBytes(), xorb.needed().cardinality());
    }

    /**
     * Copies what is needed of a xorb.
     *
     * @throws DamagedContentException when some of it is not right; then this one is good for nothing any more
     */
    void take(SparseXorb xorb) throws IOException {
        var runs = new ArrayList<TermMoves.Move.Run>();
        for (Piece.Range run : xorb.runs()) {
            runs.add(new TermMoves.Move.Run(run.start(), run.end(), target.count()));
            place(xorb.chunks(), run);
            try (var reader = ContentReader.ofPacked(readerTools, written())) {
                reader.copyChunks(xorb.row(), run.start(), run.end());
            }
        }
        sources.add(new Source(xorb, runs));
    }

    private void place(ChunkTable chunks, Piece.Range run) {
        for (int chunk = run.start(); chunk < run.end(); chunk++) {
            target.place(chunks.hash(chunk), chunks.rawBytes(chunk));
            target.packed(chunks.packedEnd(chunk) - chunks.packedStart(chunk));
        }
    }

    private OutputStream written() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                target.write(bytes, offset, length);
            }
        };
    }

    List<Source> sources() {
        return sources;
    }

    /** Where its chunks are. */
    ChunkTable chunks() {
        return Objects.requireNonNull(target.chunks(), "never forgotten");
    }

    /** Makes it durable. */
    SealedXorb finish() throws IOException {
        target.endPlacing();
        target.finish();
        return target.sealed();
    }

    /** Throws it away, unless it was kept. */
    @Override
    public void close() throws IOException {
        target.close();
    }
}
