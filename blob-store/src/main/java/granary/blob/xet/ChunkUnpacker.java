package granary.blob.xet;

import java.nio.ByteBuffer;

/** Unpacks chunks. Keeps its work space, so use one per thread. */
public final class ChunkUnpacker {
    private byte[] grouped = new byte[0];

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
            case LZ4 -> Lz4Frame.decode(payload, target, at, header.rawBytes());
            case BG4_LZ4 -> {
                if (grouped.length == 0) {
                    grouped = new byte[Chunker.MAX_BYTES];
                }
                Lz4Frame.decode(payload, grouped, 0, header.rawBytes());
                ByteGrouping.join(grouped, header.rawBytes(), target, at);
            }
        }
    }
}
