package granary.blob.xet;

import granary.blob.hash.KeyedBlake3;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;

/**
 * Writes the answer to a global dedupe query (xet-protocol.md §5.6): a shard without files, whose chunk hashes are replaced
 * by keyed hashes, so that it tells a client about chunks that the client has, and nothing about others. For one thread or
 * many.
 */
public final class DedupeShard {
    private final XetHash key;
    private final KeyedBlake3 keyed;
    private final Instant created;
    private final Instant expires;
    private final SecureRandom random = new SecureRandom();

    /**
     * A xorb that a client may refer to.
     *
     * @param shown which of its chunks the client may know of; for the others it gets random numbers
     */
    public record Xorb(XetHash hash, ChunkTable chunks, BitSet shown) {}

    /**
     * @param key 32 random bytes, sent along
     * @param expires until when the xorbs are sure to be kept
     */
    public DedupeShard(byte[] key, Instant created, Instant expires) {
        this.keyed = new KeyedBlake3(key);
        this.key = XetHash.of(key, 0);
        this.created = created;
        this.expires = expires;
        if (this.key.equals(XetHash.ZERO)) {
            throw new IllegalArgumentException("a key of zeros tells clients that hashes are not keyed");
        }
        if (!expires.isAfter(created)) {
            throw new IllegalArgumentException("expires at %s, created at %s".formatted(expires, created));
        }
    }

    /** The bytes of the answer. */
    public byte[] write(List<Xorb> xorbs) {
        ByteBuffer target = ByteBuffer.allocate(bytes(xorbs)).order(ByteOrder.LITTLE_ENDIAN);
        new ShardHeader(ShardFooter.BYTES).write(target);
        ShardRecord.writeBookend(target);
        int xorbsAt = target.position();
        long rawBytes = 0;
        for (Xorb xorb : xorbs) {
            write(xorb, target);
            rawBytes += xorb.chunks().rawBytes();
        }
        ShardRecord.writeBookend(target);
        new ShardFooter(xorbsAt, key, created, expires, rawBytes, target.position()).write(target);
        return target.array();
    }

    private static int bytes(List<Xorb> xorbs) {
        int records = 2;
        for (Xorb xorb : xorbs) {
            records += 1 + xorb.chunks().count();
        }
        return ShardHeader.BYTES + records * ShardRecord.BYTES + ShardFooter.BYTES;
    }

    private void write(Xorb xorb, ByteBuffer target) {
        ChunkTable chunks = xorb.chunks();
        xorb.hash().write(target);
        target.putInt(0).putInt(chunks.count()).putInt(chunks.rawBytes()).putInt(0);
        for (int i = 0; i < chunks.count(); i++) {
            XetHash hash = xorb.shown().get(i) ? XetHashes.ofKeyed(keyed, chunks.hash(i)) : random();
            new ShardChunk(hash, chunks.rawStart(i), chunks.rawBytes(i)).write(target);
        }
    }

    /** Looks like a keyed hash, and is none of any chunk. */
    private XetHash random() {
        return new XetHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }
}
