package granary.blob.xet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decodes one raw LZ4 block. Ours, because a linked block refers back into what earlier blocks of its frame decoded to,
 * which lz4-java's decompressors cannot be given. Any bytes may come in: every length and distance is checked.
 */
final class Lz4Block {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MATCH_BYTES_MIN = 4;
    private static final int LENGTH_CONTINUES = 15;

    private final byte[] source;
    private final int sourceEnd;
    private int from;

    private Lz4Block(byte[] source, int from, int sourceEnd) {
        this.source = source;
        this.from = from;
        this.sourceEnd = sourceEnd;
    }

    /**
     * Decodes {@code source[from, to)} into {@code target} at {@code at}.
     *
     * @param start where the history that matches may refer to begins
     * @param limit where the target ends
     * @return the end of what was written
     */
    static int decode(byte[] source, int from, int to, byte[] target, int start, int at, int limit)
            throws XetFormatException {
        return new Lz4Block(source, from, to).decode(target, start, at, limit);
    }

    private int decode(byte[] target, int start, int position, int limit) throws XetFormatException {
        int at = position;
        while (from < sourceEnd) {
            int token = source[from++] & 0xFF;
            int literals = length(token >>> 4);
            if (literals > sourceEnd - from || literals > limit - at) {
                throw broken();
            }
            System.arraycopy(source, from, target, at, literals);
            from += literals;
            at += literals;
            if (from == sourceEnd) {
                return at;
            }
            int distance = distance();
            int match = length(token & 0xF) + MATCH_BYTES_MIN;
            if (distance == 0 || distance > at - start || match > limit - at) {
                throw broken();
            }
            copyMatch(target, at, distance, match, limit);
            at += match;
        }
        throw broken();
    }

    private int length(int nibble) throws XetFormatException {
        int length = nibble;
        if (nibble == LENGTH_CONTINUES) {
            int more;
            do {
                if (from == sourceEnd) {
                    throw broken();
                }
                more = source[from++] & 0xFF;
                length += more;
            } while (more == 0xFF);
        }
        return length;
    }

    private int distance() throws XetFormatException {
        if (sourceEnd - from < 2) {
            throw broken();
        }
        return (source[from++] & 0xFF) | (source[from++] & 0xFF) << 8;
    }

    /** Eight bytes at a time where the match does not overlap itself that closely and the target has the room. */
    private static void copyMatch(byte[] target, int at, int distance, int length, int limit) {
        int end = at + length;
        int to = at;
        if (distance >= Long.BYTES && end + Long.BYTES <= limit) {
            for (; to < end; to += Long.BYTES) {
                LONG.set(target, to, (long) LONG.get(target, to - distance));
            }
            return;
        }
        for (; to < end; to++) {
            target[to] = target[to - distance];
        }
    }

    private static XetFormatException broken() {
        return new XetFormatException("LZ4 block is broken");
    }
}
