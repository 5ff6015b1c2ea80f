package granary.blob.xet;

import java.nio.ByteBuffer;

/**
 * A chunk of a xorb as a shard lists it (xet-protocol.md §5.4).
 *
 * @param rawStart where it begins among the xorb's unpacked bytes
 * @param rawBytes its size once unpacked
 */
public record ShardChunk(XetHash hash, int rawStart, int rawBytes) {
    private static final int RAW_START_AT = 32;
    private static final int RAW_BYTES_AT = 36;

    /** Decodes the record at this place of the shard. */
    static ShardChunk read(ByteBuffer shard, int at) {
        return new ShardChunk(
                XetHash.read(shard, at), shard.getInt(at + RAW_START_AT), shard.getInt(at + RAW_BYTES_AT));
    }

    /** Writes the record; flags and the unused number are zero, as hf_xet and Hugging Face's hub write them. */
    void write(ByteBuffer target) {
        hash.write(target);
        target.putInt(rawStart).putInt(rawBytes).putInt(0).putInt(0);
    }

    /** What no chunk may say, whatever is stored; empty when there is nothing. */
    String complaint() {
        if (rawBytes < 1 || rawBytes > Chunker.MAX_BYTES) {
            return "claims %s bytes, where a chunk has 1 to %d"
                    .formatted(Integer.toUnsignedString(rawBytes), Chunker.MAX_BYTES);
        }
        if (rawStart < 0) {
            return "begins at byte %s of its xorb, which is past any xorb's end"
                    .formatted(Integer.toUnsignedString(rawStart));
        }
        return "";
    }
}
