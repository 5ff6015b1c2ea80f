package granary.blob.content;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which chunks were read and found right since the start of this process. Checking costs more than reading; bytes that
 * rot later are the scrub's to find. Some 300 bytes a xorb, for those read last.
 */
final class VerifiedChunks {
    private static final int XORBS_MAX = 20_000;

    private final Map<Long, BitSet> chunks = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, BitSet> eldest) {
            return size() > XORBS_MAX;
        }
    };

    synchronized boolean contains(long xorb, int start, int end) {
        BitSet verified = chunks.get(xorb);
        return verified != null && verified.nextClearBit(start) >= end;
    }

    synchronized void add(long xorb, int start, int end) {
        chunks.computeIfAbsent(xorb, key -> new BitSet()).set(start, end);
    }
}
