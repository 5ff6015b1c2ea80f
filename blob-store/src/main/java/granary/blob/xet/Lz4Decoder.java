package granary.blob.xet;

import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.util.Native;

/** How blocks are decoded. What one of them refuses or makes of a block, the other does too. */
enum Lz4Decoder {
    /** By {@link Lz4Block}: for strangers' bytes, as the worst that they can find here is an exception. */
    JAVA {
        @Override
        int decode(byte[] source, int from, int to, byte[] target, int start, int at, int limit)
                throws XetFormatException {
            return Lz4Block.decode(source, from, to, target, start, at, limit);
        }
    },

    /**
     * By native code, where there is any, in less than half the time: for bytes that were decoded once before they were
     * stored. Blocks that it cannot do, such as those that refer to others, are done in Java.
     */
    NATIVE {
        @Override
        int decode(byte[] source, int from, int to, byte[] target, int start, int at, int limit)
                throws XetFormatException {
            if (FASTEST_IS_NATIVE) {
                try {
                    return at + FASTEST.decompress(source, from, to - from, target, at, limit - at);
                } catch (LZ4Exception e) {
                    // It is stricter about how a block ends; Java has the last word.
                }
            }
            return JAVA.decode(source, from, to, target, start, at, limit);
        }
    };

    private static final LZ4SafeDecompressor FASTEST =
            LZ4Factory.fastestInstance().safeDecompressor();
    private static final boolean FASTEST_IS_NATIVE = Native.isLoaded();

    /**
     * Decodes {@code source[from, to)} into {@code target} at {@code at}.
     *
     * @param start where the history that matches may refer to begins
     * @param limit where the target ends
     * @return the end of what was written
     */
    abstract int decode(byte[] source, int from, int to, byte[] target, int start, int at, int limit)
            throws XetFormatException;
}
