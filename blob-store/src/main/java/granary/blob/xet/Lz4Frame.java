package granary.blob.xet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/**
 * A chunk as one LZ4 frame (xet-protocol.md §4.3).
 *
 * <p>Written: independent blocks, no checksums, one block of at most 256 KiB, which holds any chunk. Read: any frame
 * without a dictionary, linked blocks too: all blocks are decoded into one array, so that each sees its predecessors.
 * Checksums inside the frame are skipped, as every chunk is checked against its BLAKE3 hash.
 */
final class Lz4Frame {
    /** Magic, flags 0x60 (version 1, independent blocks), 0x50 (256 KiB blocks), the checksum of these two. */
    private static final byte[] HEADER = {0x04, 0x22, 0x4D, 0x18, 0x60, 0x50, (byte) 0xFB};

    private static final int MAGIC = 0x184D2204;
    private static final int STORED_BLOCK = 0x8000_0000;
    private static final int OVERHEAD_BYTES = HEADER.length + 4 + 4;
    private static final LZ4Compressor COMPRESSOR = LZ4Factory.fastestInstance().fastCompressor();

    private Lz4Frame() {}

    /** How large the target of {@link #encode} must be. */
    static int encodedBytesMax(int rawBytes) {
        return COMPRESSOR.maxCompressedLength(rawBytes) + OVERHEAD_BYTES;
    }

    /** Writes a frame to the start of {@code target}; returns its length, which may exceed that of the source. */
    static int encode(byte[] source, int offset, int length, byte[] target) {
        ByteBuffer frame =
                ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN).put(HEADER);
        int block = COMPRESSOR.compress(source, offset, length, target, HEADER.length + 4);
        frame.putInt(block).position(HEADER.length + 4 + block).putInt(0);
        return frame.position();
    }

    /** Decodes the one frame that fills {@code source} into exactly {@code rawBytes} bytes at {@code offset}. */
    static void decode(Lz4Decoder decoder, ByteBuffer source, byte[] target, int offset, int rawBytes)
            throws XetFormatException {
        try {
            decodeFrame(decoder, source.order(ByteOrder.LITTLE_ENDIAN), target, offset, rawBytes);
        } catch (java.nio.BufferUnderflowException e) {
            throw new XetFormatException("LZ4 frame is cut short");
        }
    }

    private static void decodeFrame(Lz4Decoder decoder, ByteBuffer source, byte[] target, int offset, int rawBytes)
            throws XetFormatException {
        Flags flags = readHeader(source);
        int at = offset;
        for (int size = source.getInt(); size != 0; size = source.getInt()) {
            at = decodeBlock(decoder, source, size, target, offset, at, offset + rawBytes);
            skip(source, flags.blockChecksums() ? 4 : 0);
        }
        skip(source, flags.contentChecksum() ? 4 : 0);
        if (at != offset + rawBytes || source.hasRemaining()) {
            throw new XetFormatException("LZ4 frame does not hold the %d bytes of the chunk".formatted(rawBytes));
        }
    }

    private static Flags readHeader(ByteBuffer source) throws XetFormatException {
        if (source.getInt() != MAGIC) {
            throw new XetFormatException("not an LZ4 frame");
        }
        int bits = source.get() & 0xFF;
        if (bits >> 6 != 1 || (bits & 1) != 0) {
            throw new XetFormatException("LZ4 frame of another version, or with a dictionary");
        }
        boolean hasContentSize = (bits & 0b1000) != 0;
        skip(source, 1 + (hasContentSize ? 8 : 0) + 1);
        return new Flags((bits & 0b1_0000) != 0, (bits & 0b100) != 0);
    }

    private static int decodeBlock(
            Lz4Decoder decoder, ByteBuffer source, int size, byte[] target, int start, int at, int limit)
            throws XetFormatException {
        int length = size & ~STORED_BLOCK;
        int from = source.arrayOffset() + source.position();
        skip(source, length);
        if ((size & STORED_BLOCK) == 0) {
            return decoder.decode(source.array(), from, from + length, target, start, at, limit);
        }
        if (length > limit - at) {
            throw new XetFormatException("LZ4 frame holds more than its chunk");
        }
        System.arraycopy(source.array(), from, target, at, length);
        return at + length;
    }

    private static void skip(ByteBuffer source, int bytes) throws XetFormatException {
        if (bytes > source.remaining()) {
            throw new XetFormatException("LZ4 frame is cut short");
        }
        source.position(source.position() + bytes);
    }

    private record Flags(boolean blockChecksums, boolean contentChecksum) {}
}
