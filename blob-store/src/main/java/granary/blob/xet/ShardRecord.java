package granary.blob.xet;

import java.nio.ByteBuffer;

/** What all parts of a shard share: records of 48 bytes, and the one that ends a section (xet-protocol.md §5 and §5.2). */
final class ShardRecord {
    static final int BYTES = 48;

    /** What a bookend begins with, where other records have a hash. */
    private static final XetHash BOOKEND = new XetHash(-1, -1, -1, -1);

    private static final int BOOKEND_ZEROS = 16;

    private ShardRecord() {}

    /** Whether the record that begins with this hash ends its section. */
    static boolean isBookend(XetHash start) {
        return start.equals(BOOKEND);
    }

    static void writeBookend(ByteBuffer target) {
        BOOKEND.write(target);
        target.put(new byte[BOOKEND_ZEROS]);
    }
}
