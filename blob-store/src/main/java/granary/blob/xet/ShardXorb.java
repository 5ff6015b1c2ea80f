package granary.blob.xet;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A xorb block of a shard: header and chunks (xet-protocol.md §5.4). The "bytes on disk" that it also holds are zero or the
 * client's guess, and are left out.
 *
 * @param hash the hash of the xorb that the client claims to have sent
 * @param rawBytes size of all its chunks once unpacked
 * @param chunks in order; decoded from the shard's bytes when asked for, so keeping the list keeps the whole shard
 */
public record ShardXorb(XetHash hash, int rawBytes, List<ShardChunk> chunks) {
    private static final int COUNT_AT = 36;
    private static final int RAW_BYTES_AT = 40;

    /** Reads the block at the buffer's position, which becomes the block's end. */
    static ShardXorb read(ByteBuffer shard) throws XetFormatException {
        int at = shard.position();
        int count = shard.getInt(at + COUNT_AT);
        if (count < 1 || count > ChunkTable.CHUNKS_MAX) {
            throw broken(
                    at,
                    "claims %s chunks, where a xorb has 1 to %d"
                            .formatted(Integer.toUnsignedString(count), ChunkTable.CHUNKS_MAX));
        }
        int bytes = (1 + count) * ShardRecord.BYTES;
        if (bytes > shard.remaining()) {
            throw broken(
                    at,
                    "claims %d chunks, which do not fit into the %d bytes that follow"
                            .formatted(count, shard.remaining() - ShardRecord.BYTES));
        }
        List<ShardChunk> chunks = chunks(shard, at, count);
        int rawBytes = shard.getInt(at + RAW_BYTES_AT);
        if (rawBytes < 1 || rawBytes > (long) count * Chunker.MAX_BYTES) {
            throw broken(
                    at,
                    "claims %s bytes in %d chunks of at most %d bytes"
                            .formatted(Integer.toUnsignedString(rawBytes), count, Chunker.MAX_BYTES));
        }
        shard.position(at + bytes);
        return new ShardXorb(XetHash.read(shard, at), rawBytes, chunks);
    }

    private static List<ShardChunk> chunks(ByteBuffer shard, int at, int count) throws XetFormatException {
        int entries = at + ShardRecord.BYTES;
        List<ShardChunk> chunks = new RecordList<>(count, i -> ShardChunk.read(shard, entries + i * ShardRecord.BYTES));
        for (int i = 0; i < count; i++) {
            String complaint = chunks.get(i).complaint();
            if (!complaint.isEmpty()) {
                throw broken(at, "is wrong: its chunk %d %s".formatted(i, complaint));
            }
        }
        return chunks;
    }

    private static XetFormatException broken(int at, String what) {
        return new XetFormatException("the shard's xorb block at byte %d %s".formatted(at, what));
    }
}
