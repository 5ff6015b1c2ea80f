package granary.blob.xet;

/**
 * "BG4": bytes whose index is k modulo 4 are put side by side (xet-protocol.md §4.3). Exponents of neighbouring floats
 * are alike, so that LZ4 finds in the groups what it cannot see in the interleaved bytes.
 */
final class ByteGrouping {
    private static final int GROUPS = 4;

    private ByteGrouping() {}

    static void split(byte[] source, int offset, int length, byte[] target) {
        int quads = length / GROUPS;
        int rest = length % GROUPS;
        int second = groupStart(1, quads, rest);
        int third = groupStart(2, quads, rest);
        int fourth = groupStart(3, quads, rest);
        for (int i = 0, at = offset; i < quads; i++, at += GROUPS) {
            target[i] = source[at];
            target[second + i] = source[at + 1];
            target[third + i] = source[at + 2];
            target[fourth + i] = source[at + 3];
        }
        for (int k = 0; k < rest; k++) {
            target[groupStart(k, quads, rest) + quads] = source[offset + quads * GROUPS + k];
        }
    }

    static void join(byte[] source, int length, byte[] target, int offset) {
        int quads = length / GROUPS;
        int rest = length % GROUPS;
        int second = groupStart(1, quads, rest);
        int third = groupStart(2, quads, rest);
        int fourth = groupStart(3, quads, rest);
        for (int i = 0, at = offset; i < quads; i++, at += GROUPS) {
            target[at] = source[i];
            target[at + 1] = source[second + i];
            target[at + 2] = source[third + i];
            target[at + 3] = source[fourth + i];
        }
        for (int k = 0; k < rest; k++) {
            target[offset + quads * GROUPS + k] = source[groupStart(k, quads, rest) + quads];
        }
    }

    /** The first groups hold the bytes that are left over, one each. */
    private static int groupStart(int group, int quads, int rest) {
        return group * quads + Math.min(group, rest);
    }
}
