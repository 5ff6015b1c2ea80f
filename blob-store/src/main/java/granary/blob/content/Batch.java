package granary.blob.content;

import granary.blob.xet.ChunkHeader;
import granary.blob.xet.ChunkPacker;
import granary.blob.xet.Compression;
import granary.blob.xet.XetHash;
import granary.blob.xet.XetHashes;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Whole chunks of one content, about a mebibyte of them, on their way through an intake. Used by one thread at a time. */
final class Batch {
    final Slab slab;
    final List<RawChunk> chunks;
    /** The packed chunks, one behind the other. */
    @Nullable
    Slab packed;

    /** Reads the slab too. */
    private final Future<?> digesting;

    Batch(Slab slab, List<RawChunk> chunks, Future<?> digesting) {
        this.slab = slab;
        this.chunks = chunks;
        this.digesting = digesting;
    }

    Batch hash() {
        XetHash[] hashes = XetHashes.ofChunks(
                slab.bytes,
                chunks.stream().mapToInt(chunk -> chunk.from).toArray(),
                chunks.stream().mapToInt(chunk -> chunk.length).toArray());
        for (int i = 0; i < hashes.length; i++) {
            chunks.get(i).hash = hashes[i];
        }
        return this;
    }

    /** How much room packing needs at the most. */
    int packedBytesMax() {
        int bytes = 0;
        for (RawChunk chunk : chunks) {
            bytes += chunk.target == null ? 0 : chunk.length + ChunkHeader.BYTES;
        }
        return bytes;
    }

    /**
     * Packs the chunks that have a target. What pays for the first of them pays for its neighbours: trying all schemes
     * on each would cost more than it saves.
     */
    Batch pack() {
        byte[] target = Objects.requireNonNull(packed, "given before packing").bytes;
        var packer = new ChunkPacker();
        Compression compression = null;
        int at = 0;
        for (RawChunk chunk : chunks) {
            if (chunk.target != null) {
                if (compression == null) {
                    compression = packer.choose(slab.bytes, chunk.from, chunk.length);
                }
                int end = packer.pack(compression, slab.bytes, chunk.from, chunk.length, target, at);
                chunk.packedBytes = end - at;
                at = end;
            }
        }
        return this;
    }

    /** Writes the packed chunks, those of one xorb at once. */
    void writeTo(NewXorbs xorbs) throws IOException {
        byte[] source = Objects.requireNonNull(packed, "packed before writing").bytes;
        NewXorb target = null;
        int from = 0;
        int to = 0;
        for (RawChunk chunk : chunks) {
            if (chunk.target != null) {
                if (target != null && target != chunk.target) {
                    xorbs.write(target, source, from, to - from);
                    from = to;
                }
                target = chunk.target;
                target.packed(chunk.packedBytes);
                to += chunk.packedBytes;
            }
        }
        if (target != null) {
            xorbs.write(target, source, from, to - from);
        }
    }

    void giveBack(Slabs slabs) {
        Workers.awaitEnd(digesting);
        slabs.giveBack(slab);
        if (packed != null) {
            slabs.giveBack(packed);
        }
    }
}
