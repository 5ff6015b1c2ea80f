package granary.blob.xet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A xorb as a client makes one: chunks, and how they are packed. Its bytes are true; tests make lies of them. */
public final class TestXorb {
    private final List<byte[]> chunks;
    private final ChunkTable table = new ChunkTable();
    private final byte[] packed;

    private TestXorb(List<byte[]> chunks, Compression compression) {
        this.chunks = chunks;
        this.packed = pack(compression);
    }

    /** A xorb of all chunks of the content, packed with LZ4 where that helps. */
    public static TestXorb of(byte[] content) {
        return ofChunks(chunksOf(content));
    }

    /** A xorb of these chunks in this order, which need not be what any chunker cuts. */
    public static TestXorb ofChunks(List<byte[]> chunks) {
        return packed(Compression.LZ4, chunks);
    }

    public static TestXorb packed(Compression compression, List<byte[]> chunks) {
        return new TestXorb(List.copyOf(chunks), compression);
    }

    /** The content as the chunker cuts it. */
    public static List<byte[]> chunksOf(byte[] content) {
        var chunks = new ArrayList<byte[]>();
        for (int from = 0; from < content.length; ) {
            int end = Chunker.end(content, from, content.length, true);
            chunks.add(Arrays.copyOfRange(content, from, end));
            from = end;
        }
        return chunks;
    }

    private byte[] pack(Compression compression) {
        var packer = new ChunkPacker();
        int room = chunks.stream()
                .mapToInt(chunk -> chunk.length + ChunkHeader.BYTES)
                .sum();
        byte[] target = new byte[room];
        int at = 0;
        for (byte[] chunk : chunks) {
            int end = packer.pack(compression, chunk, 0, chunk.length, target, at);
            table.add(XetHashes.ofChunk(chunk, 0, chunk.length), chunk.length);
            table.addPacked(end - at);
            at = end;
        }
        return Arrays.copyOf(target, at);
    }

    public XetHash hash() {
        return table.xorbHash();
    }

    public ChunkTable table() {
        return table;
    }

    public List<byte[]> chunks() {
        return chunks;
    }

    /** What clients upload: the chunk region alone. */
    public byte[] bytes() {
        return packed.clone();
    }

    /** What is stored, and what old clients upload: chunk region, footer, length of the footer. */
    public byte[] bytesWithFooter() {
        byte[] footer = footer().write();
        byte[] bytes = Arrays.copyOf(packed, packed.length + footer.length);
        System.arraycopy(footer, 0, bytes, packed.length, footer.length);
        return bytes;
    }

    /** {@link #bytes} with another header at this chunk, whose sizes may be lies; the payload stays. */
    public byte[] bytesWithHeader(int chunk, ChunkHeader header) {
        byte[] bytes = bytes();
        header.write(ByteBuffer.wrap(bytes, table.packedStart(chunk), ChunkHeader.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }

    /** {@link #bytes} with one byte of this chunk's payload changed. */
    public byte[] bytesDamaged(int chunk) {
        byte[] bytes = bytes();
        bytes[table.packedEnd(chunk) - 1] ^= 1;
        return bytes;
    }

    public XorbFooter footer() {
        return new XorbFooter(hash(), table);
    }

    /** How a shard lists it. */
    public ShardXorb listed() {
        return TestShard.listed(footer());
    }

    /** A true term over some of its chunks. */
    public ShardTerm term(int start, int end) {
        return TestShard.term(footer(), start, end);
    }
}
