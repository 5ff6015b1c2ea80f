package granary.blob.xet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The generator that the published chunk vectors use (xet-protocol.md §2.5). */
public final class SplitMix {
    private SplitMix() {}

    public static byte[] bytes(int count, long seed) {
        ByteBuffer buffer = ByteBuffer.allocate((count + 7) / 8 * 8).order(ByteOrder.LITTLE_ENDIAN);
        long state = seed;
        while (buffer.hasRemaining()) {
            state += 0x9E3779B97F4A7C15L;
            long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            buffer.putLong(z ^ (z >>> 31));
        }
        return java.util.Arrays.copyOf(buffer.array(), count);
    }
}
