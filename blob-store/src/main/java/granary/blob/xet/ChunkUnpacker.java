package granary.blob.xet;

import granary.blob.hash.ByteGrouping;
import java.nio.ByteBuffer;

/** Unpacks chunks. Keeps its work space, so use one per thread. */
public final class ChunkUnpacker {
    private final Lz4Decoder decoder;
    private byte[] grouped = new byte[0];

    ChunkUnpacker(Lz4Decoder decoder) {
        this.decoder = decoder;
    }

    /** For chunks as somebody sent them. */
    public static ChunkUnpacker ofStrangers() {
        return new ChunkUnpacker(Lz4Decoder.JAVA);
    }

    /** For chunks that were packed here, or unpacked once before they were stored: the same, and faster. */
    public static ChunkUnpacker ofStored() {
        return new ChunkUnpacker(Lz4Decoder.NATIVE);
    }

    /**
     * Unpacks a payload, which must hold exactly the bytes that its header announces.
     *
     * @param source array and offset of the payload, right behind the header
     */
    public void unpack(ChunkHeader header, ByteBuffer source, byte[] target, int at) throws XetFormatException {
        if (header.packedBytes() > source.remaining()) {
            throw new XetFormatException("chunk is cut short");
        }
        ByteBuffer payload = source.slice(source.position(), header.packedBytes());
        switch (header.compression()) {
            case NONE -> {
                if (header.packedBytes() != header.rawBytes()) {
                    throw new XetFormatException("uncompressed chunk has two sizes");
                }
                payload.get(target, at, header.rawBytes());
            }
            case LZ4 -> Lz4Frame.decode(decoder, payload, target, at, header.rawBytes());
            case BG4_LZ4 -> {
                if (grouped.length == 0) {
                    grouped = new byte[Chunker.MAX_BYTES];
                }
                Lz4Frame.decode(decoder, payload, grouped, 0, header.rawBytes());
                ByteGrouping.join(grouped, header.rawBytes(), target, at);
            }
        }
    }
}
