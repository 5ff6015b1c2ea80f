package granary.blob.xet;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * The 200 bytes that a dedupe answer ends with (xet-protocol.md §5.5). There are no look-up tables: their counts are zero
 * and they all begin where the footer does.
 *
 * @param xorbsAt where the xorb section begins
 * @param key the raw key that the chunk hashes were replaced with
 * @param created in whole seconds
 * @param expires when clients must forget the shard, in whole seconds
 * @param rawBytes unpacked size of all xorbs
 * @param at where the footer itself begins
 */
record ShardFooter(int xorbsAt, XetHash key, Instant created, Instant expires, long rawBytes, int at) {
    static final int BYTES = 200;

    private static final int VERSION = 1;
    private static final int LOOK_UP_TABLES = 3;
    private static final int RESERVED_BYTES = 48;

    void write(ByteBuffer target) {
        target.putLong(VERSION).putLong(ShardHeader.BYTES).putLong(xorbsAt);
        for (int table = 0; table < LOOK_UP_TABLES; table++) {
            target.putLong(at).putLong(0);
        }
        key.write(target);
        target.putLong(created.getEpochSecond()).putLong(expires.getEpochSecond());
        target.put(new byte[RESERVED_BYTES]);
        // Bytes on disk, and bytes of files: nobody asks, and Hugging Face's hub leaves them zero.
        target.putLong(0).putLong(0).putLong(rawBytes);
        target.putLong(at);
    }
}
