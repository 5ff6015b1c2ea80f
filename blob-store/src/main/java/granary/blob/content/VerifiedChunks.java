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

    private final Map<XorbRow.Stored, BitSet> chunks = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<XorbRow.Stored, BitSet> eldest) {
            return size() > XORBS_MAX;
        }
    };

    /** Never of a xorb in quarantine: on whatever node it was found damaged, all check it again from then on. */
    synchronized boolean contains(XorbRow xorb, int start, int end) {
        BitSet verified = xorb.isDamaged() ? null : chunks.get(xorb.stored());
        return verified != null && verified.nextClearBit(start) >= end;
    }

    synchronized void add(XorbRow xorb, int start, int end) {
        if (!xorb.isDamaged()) {
            chunks.computeIfAbsent(xorb.stored(), key -> new BitSet()).set(start, end);
        }
    }

    /** Forgets what was found of a xorb: it was damaged since. */
    synchronized void forget(XorbRow xorb) {
        chunks.remove(xorb.stored());
    }
}
