package granary.contract;

import granary.blob.xet.ChunkHeader;
import granary.blob.xet.Compression;
import granary.blob.xet.TestShard;
import granary.blob.xet.TestXorb;
import granary.blob.xet.XetHash;
import granary.contract.kit.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jpountz.lz4.LZ4FrameOutputStream;

/** Bytes that are no xorb, or not the one that they are sent for. */
final class XetXorbLies {
    private static final byte[] FILE = Bytes.random(31, 200_000);

    private XetXorbLies() {}

    static Stream<XetLie> all() throws IOException {
        TestXorb xorb = TestXorb.of(FILE);
        ChunkHeader header = new ChunkHeader(
                xorb.table().rawBytes(0), Compression.NONE, xorb.table().rawBytes(0));
        XetHash hash = xorb.hash();
        List<byte[]> chunks = xorb.chunks();
        TestXorb zeros = TestXorb.ofChunks(List.of(new byte[128 * 1024]));
        int zerosPacked = zeros.bytes().length - ChunkHeader.BYTES;
        return Stream.of(
                new XetLie("nothing", hash, new byte[0]),
                new XetLie("nothing, as nothing", XetHash.ZERO, new byte[0]),
                new XetLie("noise", hash, Bytes.random(3, 5000)),
                new XetLie("another xorb", TestXorb.of(Bytes.random(4, 9000)).hash(), xorb.bytes()),
                new XetLie("the hash of a file", TestShard.file(FILE, xorb).hash(), xorb.bytes()),
                new XetLie("a footer alone", hash, footerOf(xorb)),
                new XetLie("a footer alone, as nothing", XetHash.ZERO, footerOf(xorb)),
                new XetLie("noise behind the chunks", hash, joined(xorb.bytes(), Bytes.random(5, 5000))),
                new XetLie("a changed byte", hash, xorb.bytesDamaged(0)),
                new XetLie(
                        "chunks in another order",
                        hash,
                        TestXorb.ofChunks(chunks.reversed()).bytes()),
                new XetLie(
                        "a chunk left out",
                        hash,
                        TestXorb.ofChunks(chunks.subList(1, chunks.size())).bytes()),
                new XetLie(
                        "a chunk twice",
                        hash,
                        joined(TestXorb.ofChunks(chunks.subList(0, 1)).bytes(), xorb.bytes())),
                new XetLie("a chunk said to be longer", hash, withRaw(xorb, header, header.rawBytes() + 1)),
                new XetLie("a chunk said to be shorter", hash, withRaw(xorb, header, header.rawBytes() - 1)),
                new XetLie("a payload said to be longer", hash, withPacked(xorb, header, header.packedBytes() + 1)),
                new XetLie("a payload said to be shorter", hash, withPacked(xorb, header, header.packedBytes() - 1)),
                new XetLie("a chunk of no bytes", hash, joined(new byte[8], xorb.bytes())),
                new XetLie("another version", hash, patched(xorb.bytes(), 0, 1)),
                new XetLie("an unknown scheme", hash, patched(xorb.bytes(), ChunkHeader.SCHEME_AT, 3)),
                new XetLie("no LZ4 where LZ4 is said", hash, patched(xorb.bytes(), ChunkHeader.SCHEME_AT, 1)),
                new XetLie("a chunk of 16 MB", hash, patched(xorb.bytes(), 7, 0xFF)),
                new XetLie(
                        "a chunk that unpacks to more than it says",
                        zeros.hash(),
                        zeros.bytesWithHeader(0, new ChunkHeader(zerosPacked, Compression.LZ4, 8192))),
                new XetLie("a frame that unpacks to 64 MB", zeros.hash(), bomb(64_000_000)),
                new XetLie("a gigabyte of small bombs", zeros.hash(), repeated(zeros.bytes(), 8192)));
    }

    private static byte[] footerOf(TestXorb xorb) {
        byte[] whole = xorb.bytesWithFooter();
        return Arrays.copyOfRange(whole, xorb.bytes().length, whole.length);
    }

    private static byte[] withRaw(TestXorb xorb, ChunkHeader header, int rawBytes) {
        return xorb.bytesWithHeader(0, new ChunkHeader(header.packedBytes(), header.compression(), rawBytes));
    }

    private static byte[] withPacked(TestXorb xorb, ChunkHeader header, int packedBytes) {
        return xorb.bytesWithHeader(0, new ChunkHeader(packedBytes, header.compression(), header.rawBytes()));
    }

    private static byte[] patched(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        return bytes;
    }

    /** One chunk whose frame unpacks to this many zeros, though its header says 128 KiB. */
    private static byte[] bomb(int rawBytes) throws IOException {
        var frame = new ByteArrayOutputStream();
        try (var out = new LZ4FrameOutputStream(frame, LZ4FrameOutputStream.BLOCKSIZE.SIZE_4MB)) {
            out.write(new byte[rawBytes]);
        }
        byte[] chunk = joined(new byte[ChunkHeader.BYTES], frame.toByteArray());
        new ChunkHeader(frame.size(), Compression.LZ4, 128 * 1024)
                .write(ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN));
        return chunk;
    }

    private static byte[] repeated(byte[] bytes, int times) {
        return joined(IntStream.range(0, times).mapToObj(i -> bytes).toArray(byte[][]::new));
    }

    private static byte[] joined(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
