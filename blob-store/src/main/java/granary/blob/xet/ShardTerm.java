package granary.blob.xet;

import java.nio.ByteBuffer;

/**
 * A term of a file in a shard: chunks {@code start} to {@code end} (exclusive) of a xorb (xet-protocol.md §5.3). It is
 * what a client claims; xorb, size and hash are still to be compared with what is stored.
 *
 * @param rawBytes size of the chunks once unpacked
 * @param rangeHash the verification hash, from the record of its own
 */
public record ShardTerm(XetHash xorb, int rawBytes, int start, int end, XetHash rangeHash) {
    private static final int RAW_BYTES_AT = 36;
    private static final int START_AT = 40;
    private static final int END_AT = 44;

    /** Decodes the two records at these places of the shard. */
    static ShardTerm read(ByteBuffer shard, int entryAt, int verificationAt) {
        return new ShardTerm(
                XetHash.read(shard, entryAt),
                shard.getInt(entryAt + RAW_BYTES_AT),
                shard.getInt(entryAt + START_AT),
                shard.getInt(entryAt + END_AT),
                XetHash.read(shard, verificationAt));
    }

    /** What no term may say, whatever is stored; empty when there is nothing. */
    String complaint() {
        if (start < 0 || end > ChunkTable.CHUNKS_MAX || start >= end) {
            return "covers chunks %s to %s (end exclusive) of a xorb, which has at least one chunk and at most %d"
                    .formatted(Integer.toUnsignedString(start), Integer.toUnsignedString(end), ChunkTable.CHUNKS_MAX);
        }
        if (rawBytes < 1 || rawBytes > (long) (end - start) * Chunker.MAX_BYTES) {
            return "claims %s bytes in %d chunks of at most %d bytes"
                    .formatted(Integer.toUnsignedString(rawBytes), end - start, Chunker.MAX_BYTES);
        }
        return "";
    }
}
