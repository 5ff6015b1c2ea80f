package granary.blob.content;

import granary.blob.xet.ChunkHeader;
import granary.blob.xet.ChunkUnpacker;
import granary.blob.xet.Chunker;
import granary.blob.xet.Compression;
import granary.blob.xet.XetFormatException;
import granary.blob.xet.XetHash;
import granary.blob.xet.XetHashes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** Some chunks of a xorb that comes in, one behind the other as they were packed. Used by one thread at a time. */
final class PackedChunks {
    private final Slab slab;
    private final int packedBytes;
    private final List<ChunkHeader> headers;
    private final XetHash[] hashes;

    PackedChunks(Slab slab, int packedBytes, List<ChunkHeader> headers) {
        this.slab = slab;
        this.packedBytes = packedBytes;
        this.headers = headers;
        this.hashes = new XetHash[headers.size()];
    }

    /** Unpacks each chunk and hashes it; which hashes they should have is for the caller to know. */
    PackedChunks check() throws XetFormatException {
        int[] payloads = payloads();
        var unpacker = ChunkUnpacker.ofStrangers();
        byte[] raw = new byte[0];
        for (int i = 0; i < hashes.length; i++) {
            ChunkHeader header = headers.get(i);
            if (isPlain(i)) {
                requireOneSize(header);
            } else {
                raw = raw.length == 0 ? new byte[Chunker.MAX_BYTES] : raw;
                unpacker.unpack(header, ByteBuffer.wrap(slab.bytes, payloads[i], header.packedBytes()), raw, 0);
                hashes[i] = XetHashes.ofChunk(raw, 0, header.rawBytes());
            }
        }
        hashPlain(payloads);
        return this;
    }

    /** Where the payload of each chunk begins. */
    private int[] payloads() {
        int[] payloads = new int[hashes.length];
        int at = 0;
        for (int i = 0; i < payloads.length; i++) {
            payloads[i] = at + ChunkHeader.BYTES;
            at = payloads[i] + headers.get(i).packedBytes();
        }
        return payloads;
    }

    private boolean isPlain(int chunk) {
        return headers.get(chunk).compression() == Compression.NONE;
    }

    /** Chunks that need no unpacking are all at hand, and so are hashed at once. */
    private void hashPlain(int[] payloads) {
        int[] plain = IntStream.range(0, hashes.length).filter(this::isPlain).toArray();
        XetHash[] found = XetHashes.ofChunks(
                slab.bytes,
                IntStream.of(plain).map(chunk -> payloads[chunk]).toArray(),
                IntStream.of(plain).map(chunk -> headers.get(chunk).rawBytes()).toArray());
        for (int i = 0; i < plain.length; i++) {
            hashes[plain[i]] = found[i];
        }
    }

    private static void requireOneSize(ChunkHeader header) throws XetFormatException {
        if (header.packedBytes() != header.rawBytes()) {
            throw new XetFormatException("uncompressed chunk has two sizes");
        }
    }

    int count() {
        return hashes.length;
    }

    ChunkHeader header(int chunk) {
        return headers.get(chunk);
    }

    XetHash hash(int chunk) {
        return hashes[chunk];
    }

    byte[] bytes() {
        return slab.bytes;
    }

    int packedBytes() {
        return packedBytes;
    }

    void giveBack(Slabs slabs) {
        slabs.giveBack(slab);
    }
}
