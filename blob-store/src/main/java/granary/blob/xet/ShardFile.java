package granary.blob.xet;

import granary.blob.Sha256;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A file block of a shard: header, terms, their verification hashes, and the SHA-256 if the client knew it
 * (xet-protocol.md §5.3).
 *
 * @param hash the file hash that the client claims
 * @param terms what the file is made of, in order; decoded from the shard's bytes when asked for, so keeping the list
 *     keeps the whole shard
 * @param sha256 empty when the block has no metadata record
 */
public record ShardFile(XetHash hash, List<ShardTerm> terms, Optional<Sha256> sha256) {
    static final int WITH_VERIFICATION = 1 << 31;
    static final int WITH_METADATA = 1 << 30;

    private static final int FLAGS_AT = 32;
    private static final int COUNT_AT = 36;

    /** Reads the block at the buffer's position, which becomes the block's end. */
    static ShardFile read(ByteBuffer shard) throws XetFormatException {
        int at = shard.position();
        int flags = shard.getInt(at + FLAGS_AT);
        int count = shard.getInt(at + COUNT_AT);
        if ((flags & WITH_VERIFICATION) == 0) {
            throw broken(at, "has no verification hashes (bit 31 of its flags is not set)");
        }
        boolean hasMetadata = (flags & WITH_METADATA) != 0;
        long records = 1 + 2L * Integer.toUnsignedLong(count) + (hasMetadata ? 1 : 0);
        if (records * ShardRecord.BYTES > shard.remaining()) {
            throw broken(
                    at,
                    "claims %s terms, which do not fit into the %d bytes that follow"
                            .formatted(Integer.toUnsignedString(count), shard.remaining() - ShardRecord.BYTES));
        }
        List<ShardTerm> terms = terms(shard, at, count);
        int end = at + (int) records * ShardRecord.BYTES;
        shard.position(end);
        // Its groups of eight bytes are reversed, as in every hash: the string form is the ordinary one.
        Optional<Sha256> sha256 = hasMetadata
                ? Optional.of(
                        new Sha256(XetHash.read(shard, end - ShardRecord.BYTES).text()))
                : Optional.empty();
        return new ShardFile(XetHash.read(shard, at), terms, sha256);
    }

    private static List<ShardTerm> terms(ByteBuffer shard, int at, int count) throws XetFormatException {
        int entries = at + ShardRecord.BYTES;
        int verifications = entries + count * ShardRecord.BYTES;
        List<ShardTerm> terms = new RecordList<>(
                count,
                i -> ShardTerm.read(shard, entries + i * ShardRecord.BYTES, verifications + i * ShardRecord.BYTES));
        for (int i = 0; i < count; i++) {
            String complaint = terms.get(i).complaint();
            if (!complaint.isEmpty()) {
                throw broken(at, "is wrong: its term %d %s".formatted(i, complaint));
            }
        }
        return terms;
    }

    private static XetFormatException broken(int at, String what) {
        return new XetFormatException("the shard's file block at byte %d %s".formatted(at, what));
    }
}
