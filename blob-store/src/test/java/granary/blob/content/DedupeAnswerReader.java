package granary.blob.content;

import granary.blob.hash.KeyedBlake3;
import granary.blob.xet.ChunkTable;
import granary.blob.xet.XetHash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads an answer to a dedupe query as a client does that has some chunks. */
final class DedupeAnswerReader {
    private static final int RECORD_BYTES = 48;
    private static final int FOOTER_BYTES = 200;
    private static final int KEY_AT = 72;

    private DedupeAnswerReader() {}

    /** Numbers of those of the chunks that the answer says are stored. */
    static List<Integer> knownChunks(byte[] answer, ChunkTable owned) {
        byte[] key = new byte[XetHash.BYTES];
        System.arraycopy(answer, answer.length - FOOTER_BYTES + KEY_AT, key, 0, key.length);
        var keyed = new KeyedBlake3(key);
        Set<XetHash> stored = new HashSet<>();
        ByteBuffer records = ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 2 * RECORD_BYTES; at + RECORD_BYTES <= answer.length - FOOTER_BYTES; at += RECORD_BYTES) {
            stored.add(XetHash.read(records.position(at)));
        }
        var known = new ArrayList<Integer>();
        for (int i = 0; i < owned.count(); i++) {
            byte[] hash = keyed.hash(owned.hash(i).bytes(), 0, XetHash.BYTES);
            if (stored.contains(XetHash.of(hash, 0))) {
                known.add(i);
            }
        }
        return known;
    }
}
