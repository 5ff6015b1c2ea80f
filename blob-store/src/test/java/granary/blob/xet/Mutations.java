package granary.blob.xet;

import java.util.Arrays;
import java.util.Random;

/** Spoils bytes at random, the same way for the same seed: flipped bits, other bytes, cuts, splices. */
final class Mutations {
    private static final int CHANGES_MAX = 4;

    private final Random random;

    Mutations(long seed) {
        this.random = new Random(seed);
    }

    /** Changed bytes, never the same array and seldom the same bytes. */
    byte[] of(byte[] good) {
        byte[] bytes = good.clone();
        for (int changes = 1 + random.nextInt(CHANGES_MAX); changes > 0 && bytes.length > 0; changes--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        int other = random.nextInt(bytes.length);
        int length = random.nextInt(1 + Math.min(64, bytes.length - Math.max(at, other)));
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> overwritten(bytes, other, at, length);
            case 2 -> inserted(bytes, other, at, length);
            case 3 -> removed(bytes, at, length);
            case 4, 5 -> {
                bytes[at] = (byte) random.nextInt();
                yield bytes;
            }
            default -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                yield bytes;
            }
        };
    }

    private static byte[] overwritten(byte[] bytes, int from, int to, int length) {
        System.arraycopy(bytes, from, bytes, to, length);
        return bytes;
    }

    private static byte[] inserted(byte[] bytes, int from, int to, int length) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, to, longer, to + length, bytes.length - to);
        System.arraycopy(bytes, from, longer, to, length);
        return longer;
    }

    private static byte[] removed(byte[] bytes, int at, int length) {
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - length);
        System.arraycopy(bytes, at + length, shorter, at, bytes.length - length - at);
        return shorter;
    }
}
