package granary.blob.hash;

import java.util.Optional;

/**
 * "BG4": bytes whose index is k modulo 4 are put side by side (xet-protocol.md §4.3). Exponents of neighbouring floats
 * are alike, so that LZ4 finds in the groups what it cannot see in the interleaved bytes.
 */
public final class ByteGrouping {
    private static final int GROUPS = 4;

    private ByteGrouping() {}

    /** Writes {@code length} bytes, grouped, to the start of {@code target}. */
    public static void split(byte[] source, int offset, int length, byte[] target) {
        split(Kernels.grouping(), source, offset, length, target);
    }

    /** Undoes it: writes the {@code length} grouped bytes at the start of {@code source} to {@code target} again. */
    public static void join(byte[] source, int length, byte[] target, int offset) {
        join(Kernels.grouping(), source, length, target, offset);
    }

    static void split(Optional<GroupingKernel> kernel, byte[] source, int offset, int length, byte[] target) {
        int quads = length / GROUPS;
        int[] starts = starts(length);
        int done = kernel.isPresent() ? kernel.get().split(source, offset, quads, target, starts) : 0;
        int second = starts[1];
        int third = starts[2];
        int fourth = starts[3];
        for (int i = done, at = offset + done * GROUPS; i < quads; i++, at += GROUPS) {
            target[i] = source[at];
            target[second + i] = source[at + 1];
            target[third + i] = source[at + 2];
            target[fourth + i] = source[at + 3];
        }
        for (int k = 0; k < length % GROUPS; k++) {
            target[starts[k] + quads] = source[offset + quads * GROUPS + k];
        }
    }

    static void join(Optional<GroupingKernel> kernel, byte[] source, int length, byte[] target, int offset) {
        int quads = length / GROUPS;
        int[] starts = starts(length);
        int done = kernel.isPresent() ? kernel.get().join(source, starts, quads, target, offset) : 0;
        int second = starts[1];
        int third = starts[2];
        int fourth = starts[3];
        for (int i = done, at = offset + done * GROUPS; i < quads; i++, at += GROUPS) {
            target[at] = source[i];
            target[at + 1] = source[second + i];
            target[at + 2] = source[third + i];
            target[at + 3] = source[fourth + i];
        }
        for (int k = 0; k < length % GROUPS; k++) {
            target[offset + quads * GROUPS + k] = source[starts[k] + quads];
        }
    }

    /** Where the groups begin. The first ones hold the bytes that are left over, one each. */
    private static int[] starts(int length) {
        int[] starts = new int[GROUPS];
        for (int k = 1; k < GROUPS; k++) {
            starts[k] = starts[k - 1] + length / GROUPS + (k - 1 < length % GROUPS ? 1 : 0);
        }
        return starts;
    }
}
