package granary.blob.hash;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** Has a kernel hash until the JIT has compiled it, then judges whether it is right and fast. Holds some memory. */
final class KernelTrial {
    /** Plain code reaches about this much, and a kernel that the JIT has failed to compile well a tenth of it. */
    static final double GIGABYTES_PER_SECOND_MIN = 1.0;

    /** Half a gigabyte, less than a second's work when all is well. */
    static final int ROUNDS = 800;

    /** How many at the end are measured, one in so many; the best of them counts, as others may use the machine. */
    private static final int MEASURED_ONE_IN = 8;

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** Sizes of parts: like Xet's chunks, small ones, and those that leave lanes over. */
    private static final int[] LENGTHS = {65_536, 130_001, 8192, 20_000, 70_123, 131_072, 9000, 40_960, 300, 99_999};

    private final int rounds;
    private final double gigabytesPerSecondMin;
    private final byte[] bytes;
    private final int[] offsets = new int[LENGTHS.length];

    /**
     * @param rounds of some 650 KB each
     * @param gigabytesPerSecondMin what a kernel has to exceed
     */
    KernelTrial(int rounds, double gigabytesPerSecondMin) {
        this.rounds = rounds;
        this.gigabytesPerSecondMin = gigabytesPerSecondMin;
        int end = 0;
        for (int i = 0; i < LENGTHS.length; i++) {
            offsets[i] = end;
            end += LENGTHS[i];
        }
        bytes = new byte[end];
        new Random(1).nextBytes(bytes);
    }

    /** What came of a trial: whether all hashes were right, and how fast the last ones were. */
    record Verdict(boolean right, boolean fast, double gigabytesPerSecond) {
        boolean passed() {
            return right && fast;
        }
    }

    Verdict judge(LaneKernel kernel) {
        var hashing = new KeyedBlake3(new byte[32], () -> Optional.of(kernel));
        long begin = System.nanoTime();
        double best = 0;
        for (int round = 0; round < rounds && System.nanoTime() - begin < DEADLINE.toNanos(); round++) {
            double speed = speedOfRound(hashing);
            best = round < rounds - rounds / MEASURED_ONE_IN ? speed : Math.max(best, speed);
        }
        return new Verdict(isRight(hashing), best > gigabytesPerSecondMin, best);
    }

    /** Bytes a nanosecond, which are gigabytes a second. */
    private double speedOfRound(KeyedBlake3 hashing) {
        long begin = System.nanoTime();
        hashing.hashAll(bytes, offsets, LENGTHS);
        return (double) bytes.length / (System.nanoTime() - begin);
    }

    private boolean isRight(KeyedBlake3 hashing) {
        var plain = new KeyedBlake3(new byte[32], Optional::empty);
        return Arrays.equals(hashing.hashAll(bytes, offsets, LENGTHS), plain.hashAll(bytes, offsets, LENGTHS));
    }
}
