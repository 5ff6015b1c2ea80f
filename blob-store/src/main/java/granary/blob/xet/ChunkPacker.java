package granary.blob.xet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Packs chunks as a xorb holds them: header and payload. Keeps its work space, so use one per thread. */
public final class ChunkPacker {
    /** Packing costs time at every intake and read: it must save at least one byte in so many. */
    private static final int SAVES_ONE_IN = 20;

    private final byte[] grouped;
    private final byte[] packed;

    /** For chunks of at most so many bytes. */
    public ChunkPacker(int chunkBytesMax) {
        grouped = new byte[chunkBytesMax];
        packed = new byte[Lz4Frame.encodedBytesMax(chunkBytesMax)];
    }

    /** The compression that is worth its while on this chunk, and so most likely on its neighbours. */
    public Compression choose(byte[] bytes, int offset, int length) {
        int plain = Lz4Frame.encode(bytes, offset, length, packed);
        ByteGrouping.split(bytes, offset, length, grouped);
        int byGroups = Lz4Frame.encode(grouped, 0, length, packed);
        if (Math.min(plain, byGroups) > length - length / SAVES_ONE_IN) {
            return Compression.NONE;
        }
        return plain <= byGroups ? Compression.LZ4 : Compression.BG4_LZ4;
    }

    /**
     * Writes header and payload to {@code target} at {@code at}. A chunk that compression does not shrink is packed
     * without, so no more than its length and 8 bytes are ever written.
     *
     * @return the end of what was written
     */
    public int pack(Compression wanted, byte[] bytes, int offset, int length, byte[] target, int at) {
        int size = compress(wanted, bytes, offset, length);
        boolean shrinks = size < length;
        Compression used = shrinks ? wanted : Compression.NONE;
        ByteBuffer header = ByteBuffer.wrap(target, at, ChunkHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        new ChunkHeader(shrinks ? size : length, used, length).write(header);
        int payload = at + ChunkHeader.BYTES;
        if (shrinks) {
            System.arraycopy(packed, 0, target, payload, size);
            return payload + size;
        }
        System.arraycopy(bytes, offset, target, payload, length);
        return payload + length;
    }

    private int compress(Compression wanted, byte[] bytes, int offset, int length) {
        return switch (wanted) {
            case NONE -> length;
            case LZ4 -> Lz4Frame.encode(bytes, offset, length, packed);
            case BG4_LZ4 -> {
                ByteGrouping.split(bytes, offset, length, grouped);
                yield Lz4Frame.encode(grouped, 0, length, packed);
            }
        };
    }
}
