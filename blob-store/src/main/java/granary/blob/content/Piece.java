package granary.blob.content;

import granary.blob.xet.ChunkHeader;
import granary.blob.xet.ChunkTable;
import granary.blob.xet.ChunkUnpacker;
import granary.blob.xet.Compression;
import granary.blob.xet.XetFormatException;
import granary.blob.xet.XetHash;
import granary.blob.xet.XetHashes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Some neighbouring chunks of a xorb on their way out: read, then unpacked and checked, then written. */
final class Piece {
    private final XetHash xorb;
    private final ChunkTable chunks;
    private final int start;
    private final int end;
    private final Slab packed;
    private final boolean trusted;
    /** Holds the unpacked bytes of those chunks that are compressed, each at its place; null when there is none. */
    private @Nullable Slab raw;

    /** @param trusted whether all of these chunks were found right before */
    Piece(XetHash xorb, ChunkTable chunks, Range range, Slab packed, boolean trusted) {
        this.xorb = xorb;
        this.chunks = chunks;
        this.start = range.start();
        this.end = range.end();
        this.packed = packed;
        this.trusted = trusted;
    }

    /** Chunks {@code start} to {@code end}, exclusive. */
    record Range(int start, int end) {}

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Whether raw byte {@code position} of the xorb is in here. */
    boolean holds(int position) {
        return position >= chunks.rawStart(start) && position < chunks.rawStart(end);
    }

    boolean isPooled() {
        return packed.pooled;
    }

    /** Whether all of these chunks were found right before. */
    boolean isTrusted() {
        return trusted;
    }

    private int packedBytes() {
        return chunks.packedStart(end) - chunks.packedStart(start);
    }

    /** Whether there is nothing to compute: the bytes can be written as they are. */
    boolean isPlain() {
        return trusted && packedBytes() == rawBytes() + (end - start) * ChunkHeader.BYTES;
    }

    private int rawBytes() {
        return chunks.rawStart(end) - chunks.rawStart(start);
    }

    /** Unpacks every chunk, then checks all of them. */
    Piece open(Slabs slabs) throws IOException {
        var unpacker = ChunkUnpacker.ofStored();
        for (int chunk = start; chunk < end; chunk++) {
            try {
                unpack(chunk, unpacker, slabs);
            } catch (XetFormatException e) {
                throw damaged(chunk, e.getMessage());
            }
        }
        if (!trusted) {
            requireRight(false, packed);
            requireRight(true, raw);
        }
        return this;
    }

    private void unpack(int chunk, ChunkUnpacker unpacker, Slabs slabs) throws IOException {
        ChunkHeader header = header(chunk);
        if (header.compression() != Compression.NONE) {
            Slab target = raw != null ? raw : slabs.take(rawBytes());
            raw = target;
            var payload = ByteBuffer.wrap(packed.bytes, packedAt(chunk) + ChunkHeader.BYTES, header.packedBytes());
            unpacker.unpack(header, payload, target.bytes, rawAt(chunk));
        }
    }

    /** Hashes the chunks that are compressed, or those that are not: the two kinds stand in different slabs. */
    private void requireRight(boolean compressed, @Nullable Slab slab) throws DamagedContentException {
        if (slab == null) {
            return;
        }
        int[] some = IntStream.range(start, end)
                .filter(chunk -> isCompressed(chunk) == compressed)
                .toArray();
        int[] offsets = IntStream.of(some)
                .map(chunk -> compressed ? rawAt(chunk) : packedAt(chunk) + ChunkHeader.BYTES)
                .toArray();
        int[] lengths = IntStream.of(some).map(chunks::rawBytes).toArray();
        XetHash[] hashes = XetHashes.ofChunks(slab.bytes, offsets, lengths);
        for (int i = 0; i < some.length; i++) {
            if (!hashes[i].equals(chunks.hash(some[i]))) {
                throw damaged(some[i], "it does not hash to its name");
            }
        }
    }

    private ChunkHeader header(int chunk) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(packed.bytes, packedAt(chunk), ChunkHeader.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        ChunkHeader header = ChunkHeader.read(source);
        int packedBytes = chunks.packedEnd(chunk) - chunks.packedStart(chunk) - ChunkHeader.BYTES;
        boolean sizesAgree = header.packedBytes() == packedBytes && header.rawBytes() == chunks.rawBytes(chunk);
        boolean plainAgrees = header.compression() != Compression.NONE || packedBytes == header.rawBytes();
        if (!sizesAgree || !plainAgrees) {
            throw damaged(chunk, "its header is not the one that was written");
        }
        return header;
    }

    /** Writes raw bytes {@code from} to {@code to} of the xorb, as far as they are in here. */
    void write(int from, int to, OutputStream out) throws IOException {
        for (int chunk = start; chunk < end; chunk++) {
            int first = Math.max(from, chunks.rawStart(chunk));
            int last = Math.min(to, chunks.rawEnd(chunk));
            if (first < last) {
                int within = first - chunks.rawStart(chunk);
                if (isCompressed(chunk)) {
                    out.write(Objects.requireNonNull(raw, "opened").bytes, rawAt(chunk) + within, last - first);
                } else {
                    out.write(packed.bytes, packedAt(chunk) + ChunkHeader.BYTES + within, last - first);
                }
            }
        }
    }

    /** Writes the chunks as they are stored. */
    void writePacked(OutputStream out) throws IOException {
        out.write(packed.bytes, 0, packedBytes());
    }

    private boolean isCompressed(int chunk) {
        return raw != null && packed.bytes[packedAt(chunk) + ChunkHeader.SCHEME_AT] != Compression.NONE.code();
    }

    private int packedAt(int chunk) {
        return chunks.packedStart(chunk) - chunks.packedStart(start);
    }

    private int rawAt(int chunk) {
        return chunks.rawStart(chunk) - chunks.rawStart(start);
    }

    private DamagedContentException damaged(int chunk, @Nullable String why) {
        return new DamagedContentException("chunk %d of xorb %s is damaged: %s".formatted(chunk, xorb, why));
    }

    void giveBack(Slabs slabs) {
        slabs.giveBack(packed);
        if (raw != null) {
            slabs.giveBack(raw);
        }
    }
}
