package granary.blob.xet;

import java.nio.ByteBuffer;

/**
 * The 8 bytes in front of each packed chunk (xet-protocol.md §4.2): version 0, packed size (u24), scheme, raw size (u24),
 * little-endian.
 *
 * @param packedBytes size of the payload that follows
 * @param compression how the payload is packed
 * @param rawBytes size of the chunk once unpacked
 */
public record ChunkHeader(int packedBytes, Compression compression, int rawBytes) {
    public static final int BYTES = 8;
    public static final int PACKED_BYTES_MAX = 256 * 1024;
    /** Where in the header the scheme is. */
    public static final int SCHEME_AT = 4;

    private static final int VERSION = 0;

    public static ChunkHeader read(ByteBuffer source) throws XetFormatException {
        int version = source.get() & 0xFF;
        if (version != VERSION) {
            throw new XetFormatException("unknown chunk version " + version);
        }
        int packed = u24(source);
        Compression compression = Compression.of(source.get() & 0xFF);
        int raw = u24(source);
        if (packed > PACKED_BYTES_MAX || raw > Chunker.MAX_BYTES) {
            throw new XetFormatException("chunk of %d packed, %d raw bytes is over the limit".formatted(packed, raw));
        }
        return new ChunkHeader(packed, compression, raw);
    }

    public void write(ByteBuffer target) {
        target.put((byte) VERSION);
        putU24(target, packedBytes);
        target.put((byte) compression.code());
        putU24(target, rawBytes);
    }

    private static int u24(ByteBuffer source) {
        return (source.get() & 0xFF) | (source.get() & 0xFF) << 8 | (source.get() & 0xFF) << 16;
    }

    private static void putU24(ByteBuffer target, int value) {
        target.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
    }
}
