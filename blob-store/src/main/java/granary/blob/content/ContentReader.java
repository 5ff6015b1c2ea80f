package granary.blob.content;

import granary.blob.content.ContentCatalog.Range;
import granary.blob.content.ContentCatalog.StoredTerm;
import granary.blob.xet.ChunkTable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;

/**
 * Writes a range of one content: reads runs of chunks, a mebibyte at a time and a little ahead, checks them on the
 * workers, writes what is right.
 */
final class ContentReader implements AutoCloseable {
    static final int TERMS_PER_QUERY = 500;

    private final Tools tools;
    private final OutputStream out;
    private final boolean packed;
    private final Deque<Step> ahead = new ArrayDeque<>();

    /** What every reader of a store shares. */
    record Tools(
            ContentCatalog catalog,
            ChunkTables tables,
            VerifiedChunks verified,
            DamageListener listener,
            Workers workers,
            Slabs slabs) {}

    /** A piece that a worker may have, and which raw bytes of its xorb are wanted of it. */
    private record Step(XorbRow xorb, Piece piece, Wanted wanted, Future<?> done) {}

    /** Raw bytes {@code from} to {@code to} of a xorb. */
    private record Wanted(int from, int to) {}

    ContentReader(Tools tools, OutputStream out) {
        this(tools, out, false);
    }

    private ContentReader(Tools tools, OutputStream out, boolean packed) {
        this.tools = tools;
        this.out = out;
        this.packed = packed;
    }

    /** One that writes chunks as they are stored, headers and all, after the same checks. */
    static ContentReader ofPacked(Tools tools, OutputStream out) {
        return new ContentReader(tools, out, true);
    }

    /** Writes bytes of a content that has them. */
    void copy(long content, Range range) throws IOException {
        copy(content, range, List.of());
    }

    /** Writes bytes of a content that has them; the first of its terms may be known already. */
    void copy(long content, Range range, List<StoredTerm> firstTerms) throws IOException {
        List<StoredTerm> terms = firstTerms;
        for (long at = range.from(); at < range.to(); terms = List.of()) {
            var left = new Range(at, range.to());
            at = copyTerms(terms.isEmpty() ? tools.catalog().terms(content, left, TERMS_PER_QUERY) : terms, left);
        }
        writeUntil(0);
    }

    /** Returns where the terms end. */
    private long copyTerms(List<StoredTerm> terms, Range range) throws IOException {
        if (terms.isEmpty()) {
            throw new DamagedContentException("content has no term for byte " + range.from());
        }
        long at = range.from();
        for (StoredTerm term : terms) {
            long termEnd = term.fileOffset() + term.rawBytes();
            if (term.fileOffset() > at || termEnd <= at) {
                throw new DamagedContentException("content has a gap in its terms at byte " + at);
            }
            long stop = Math.min(range.to(), termEnd);
            copy(term, (int) (at - term.fileOffset()), (int) (stop - term.fileOffset()));
            at = stop;
        }
        return at;
    }

    /** Writes all chunks of a xorb. */
    void copyAll(XorbRow xorb) throws IOException {
        copyChunks(xorb, 0, tools.tables().of(xorb).count());
    }

    /** Writes chunks {@code start} to {@code end} (exclusive) of a xorb. */
    void copyChunks(XorbRow xorb, int start, int end) throws IOException {
        ChunkTable chunks = tools.tables().of(xorb);
        copy(xorb, chunks, new Wanted(chunks.rawStart(start), chunks.rawEnd(end - 1)));
        writeUntil(0);
    }

    /** Bytes {@code from} to {@code to} of the term. */
    private void copy(StoredTerm term, int from, int to) throws IOException {
        ChunkTable chunks = tools.tables().of(term.xorb());
        boolean fits = term.end() <= chunks.count()
                && chunks.rawEnd(term.end() - 1) - chunks.rawStart(term.start()) == term.rawBytes();
        if (!fits) {
            throw new DamagedContentException("xorb %s does not have the chunks that a term names"
                    .formatted(term.xorb().hash()));
        }
        int base = chunks.rawStart(term.start());
        copy(term.xorb(), chunks, new Wanted(base + from, base + to));
    }

    private void copy(XorbRow xorb, ChunkTable chunks, Wanted wanted) throws IOException {
        var run = new Piece.Range(chunks.chunkAt(wanted.from()), chunks.chunkAt(wanted.to() - 1) + 1);
        try (InputStream in = open(xorb, chunks, run)) {
            for (int chunk = run.start(); chunk < run.end(); ) {
                Piece piece = readPiece(in, xorb, chunks, new Piece.Range(chunk, run.end()));
                chunk = piece.end();
                process(xorb, piece, wanted);
            }
        }
    }

    private InputStream open(XorbRow xorb, ChunkTable chunks, Piece.Range run) throws IOException {
        int first = chunks.packedStart(run.start());
        int last = chunks.packedStart(run.end());
        try {
            return tools.tables().objectOf(xorb).read(first, last - first);
        } catch (DamagedContentException e) {
            throw damaged(xorb, e);
        } catch (NoSuchFileException | IllegalArgumentException e) {
            throw damaged(xorb, new DamagedContentException("xorb %s is gone or cut short".formatted(xorb.hash()), e));
        }
    }

    /** Reads as many chunks as a slab takes, packed as well as raw. */
    private Piece readPiece(InputStream in, XorbRow xorb, ChunkTable chunks, Piece.Range left) throws IOException {
        Slab slab = tools.slabs().take(Math.min(Slabs.LARGE_BYTES, packedBytes(chunks, left)), Slabs.SMALL_BYTES);
        try {
            var range = new Piece.Range(left.start(), endOf(chunks, left, slab.bytes.length));
            int bytes = packedBytes(chunks, range);
            if (in.readNBytes(slab.bytes, 0, bytes) < bytes) {
                throw new EOFException("object ended early");
            }
            boolean trusted = tools.verified().contains(xorb, range.start(), range.end());
            return new Piece(xorb.hash(), chunks, range, slab, trusted);
        } catch (EOFException e) {
            tools.slabs().giveBack(slab);
            throw damaged(xorb, new DamagedContentException("xorb %s is cut short".formatted(xorb.hash()), e));
        } catch (IOException | RuntimeException e) {
            tools.slabs().giveBack(slab);
            throw e;
        }
    }

    private static int packedBytes(ChunkTable chunks, Piece.Range range) {
        return chunks.packedStart(range.end()) - chunks.packedStart(range.start());
    }

    private static int endOf(ChunkTable chunks, Piece.Range left, int room) {
        int rawRoom = Math.max(room, Slabs.SMALL_BYTES);
        int end = left.start() + 1;
        while (end < left.end()
                && chunks.packedEnd(end) - chunks.packedStart(left.start()) <= room
                && chunks.rawEnd(end) - chunks.rawStart(left.start()) <= rawRoom) {
            end++;
        }
        return end;
    }

    private void process(XorbRow xorb, Piece piece, Wanted wanted) throws IOException {
        // A range of one piece is not worth a thread's wake-up.
        boolean here = (packed ? piece.isTrusted() : piece.isPlain())
                || (ahead.isEmpty() && piece.holds(wanted.from()) && piece.holds(wanted.to() - 1));
        Future<?> done = tools.workers().compute(() -> open(piece), here);
        ahead.add(new Step(xorb, piece, wanted, done));
        // Small slabs mean that memory is short: then nothing is read ahead.
        writeUntil(piece.isPooled() ? tools.workers().count() : 0);
    }

    private Piece open(Piece piece) throws IOException {
        return packed && piece.isTrusted() ? piece : piece.open(tools.slabs());
    }

    private void writeUntil(int remaining) throws IOException {
        while (ahead.size() > remaining) {
            Step step = ahead.element();
            await(step);
            tools.verified().add(step.xorb(), step.piece().start(), step.piece().end());
            if (packed) {
                step.piece().writePacked(out);
            } else {
                step.piece().write(step.wanted().from(), step.wanted().to(), out);
            }
            ahead.remove();
            step.piece().giveBack(tools.slabs());
        }
    }

    private void await(Step step) throws IOException {
        try {
            Workers.resultOf(step.done());
        } catch (DamagedContentException e) {
            throw damaged(step.xorb(), e);
        }
    }

    private DamagedContentException damaged(XorbRow xorb, DamagedContentException why) {
        tools.listener().damaged(xorb, why);
        return why;
    }

    @Override
    public void close() {
        for (Step step : ahead) {
            Workers.awaitEnd(step.done());
            step.piece().giveBack(tools.slabs());
        }
    }
}
