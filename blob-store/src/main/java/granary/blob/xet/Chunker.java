package granary.blob.xet;

/**
 * Cuts bytes into content-defined chunks by the gear hash (xet-protocol.md §2), so that an edit moves only the cuts next
 * to it. Cuts depend on the bytes since the last cut alone, so a caller who is told that more bytes are needed may call
 * again from the same start with more of them.
 */
public final class Chunker {
    public static final int MIN_BYTES = 8 * 1024;
    public static final int MAX_BYTES = 128 * 1024;

    /** The answer when the chunk does not end in the bytes given. */
    public static final int MORE_NEEDED = -1;

    /** The 16 high bits must be zero: a cut every 64 KiB on average. */
    private static final long MASK = 0xFFFF_0000_0000_0000L;

    /** Only the last 64 bytes have a say in the hash, so hashing starts just before a cut may come (§2.2). */
    private static final int SKIPPED_BYTES = MIN_BYTES - 65;

    private static final long[] TABLE = GearTable.values();

    private Chunker() {}

    /**
     * Finds the end (exclusive) of the chunk that starts at {@code from}.
     *
     * @param to where the bytes at hand end
     * @param last whether the content ends there too
     * @return the end, or {@link #MORE_NEEDED}
     */
    public static int end(byte[] bytes, int from, int to, boolean last) {
        if (to - from <= MIN_BYTES) {
            return last ? to : MORE_NEEDED;
        }
        int limit = Math.min(to, from + MAX_BYTES);
        int cut = cut(bytes, from, limit);
        if (cut != MORE_NEEDED) {
            return cut;
        }
        return last || limit == from + MAX_BYTES ? limit : MORE_NEEDED;
    }

    /** One loop, one exit, no size test per byte: this shape runs at about a cycle a byte. */
    private static int cut(byte[] bytes, int from, int limit) {
        long[] table = TABLE;
        long hash = 0;
        int i = from + SKIPPED_BYTES;
        for (; i < from + MIN_BYTES - 1; i++) {
            hash = (hash << 1) + table[bytes[i] & 0xFF];
        }
        for (; i < limit; i++) {
            hash = (hash << 1) + table[bytes[i] & 0xFF];
            if ((hash & MASK) == 0) {
                return i + 1;
            }
        }
        return MORE_NEEDED;
    }
}
