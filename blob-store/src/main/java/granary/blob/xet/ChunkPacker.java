package granary.blob.xet;

import granary.blob.hash.ByteGrouping;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Packs chunks as a xorb holds them: header and payload. Keeps its work space, so use one per thread. */
public final class ChunkPacker {
    /** So much from the middle of a chunk tells whether packing pays; trying it on the whole would take four times as long. */
    private static final int SAMPLE_BYTES = 16 * 1024;

    /**
     * Packing costs time at every intake and read, so it must save one byte in so many of the sample. Of a whole chunk,
     * where LZ4 finds more, that is one in twenty.
     */
    private static final int SAVES_ONE_IN = 32;

    private byte[] grouped = new byte[0];
    private byte[] packed = new byte[0];

    /** The compression that is worth its while on this chunk, and so most likely on its neighbours. */
    public Compression choose(byte[] bytes, int offset, int length) {
        int sample = Math.min(length, SAMPLE_BYTES);
        int from = offset + (length - sample) / 2;
        int plain = compress(Compression.LZ4, bytes, from, sample);
        int byGroups = compress(Compression.BG4_LZ4, bytes, from, sample);
        if (Math.min(plain, byGroups) > sample - sample / SAVES_ONE_IN) {
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
            case LZ4 -> encode(bytes, offset, length);
            case BG4_LZ4 -> {
                if (grouped.length < length) {
                    grouped = new byte[length];
                }
                ByteGrouping.split(bytes, offset, length, grouped);
                yield encode(grouped, 0, length);
            }
        };
    }

    private int encode(byte[] bytes, int offset, int length) {
        int room = Lz4Frame.encodedBytesMax(length);
        if (packed.length < room) {
            packed = new byte[room];
        }
        return Lz4Frame.encode(bytes, offset, length, packed);
    }
}
