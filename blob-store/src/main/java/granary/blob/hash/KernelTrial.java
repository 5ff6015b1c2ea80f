package granary.blob.hash;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** Has a kernel work until the JIT has compiled it, then judges whether it is right and fast. Holds some memory. */
final class KernelTrial {
    /** Half a gigabyte, less than a second's work when all is well. */
    static final int ROUNDS = 800;

    /** How many at the end are measured, one in so many; the best of them counts, as others may use the machine. */
    private static final int MEASURED_ONE_IN = 8;

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** Sizes of parts: like Xet's chunks, small ones, and those that leave lanes over. */
    private static final int[] LENGTHS = {65_536, 130_001, 8192, 20_000, 70_123, 131_072, 9000, 40_960, 300, 99_999};

    private static final int GROUPED_BYTES = 131_071;

    private final int rounds;
    private final Minimum minimum;
    private final byte[] bytes;
    private final int[] offsets = new int[LENGTHS.length];
    private final byte[] grouped = new byte[GROUPED_BYTES];
    private final byte[] joined = new byte[GROUPED_BYTES];

    /**
     * What a kernel has to exceed, in gigabytes a second: twice of what plain code does. Vectors that the JIT has failed to
     * compile come to a tenth of it.
     */
    record Minimum(double hashing, double grouping) {
        static final Minimum USEFUL = new Minimum(1, 8);
    }

    /**
     * What came of a trial.
     *
     * @param right whether all came out as in plain code
     * @param hashing gigabytes a second
     * @param grouping gigabytes a second, there and back
     */
    record Verdict(boolean right, double hashing, double grouping, Minimum minimum) {
        boolean hashesFast() {
            return hashing > minimum.hashing;
        }

        boolean groupsFast() {
            return grouping > minimum.grouping;
        }
    }

    /** @param rounds of some 600 KB each */
    KernelTrial(int rounds, Minimum minimum) {
        this.rounds = rounds;
        this.minimum = minimum;
        int end = 0;
        for (int i = 0; i < LENGTHS.length; i++) {
            offsets[i] = end;
            end += LENGTHS[i];
        }
        bytes = new byte[end];
        new Random(1).nextBytes(bytes);
    }

    Verdict judge(Kernel kernel) {
        double hashing = speed(bytes.length, () -> hash(Optional.of(kernel.lanes())));
        double grouping = speed(2 * GROUPED_BYTES, () -> regroup(Optional.of(kernel.grouping())));
        return new Verdict(isRight(kernel), hashing, grouping, minimum);
    }

    private double speed(int workBytes, Runnable work) {
        long begin = System.nanoTime();
        double best = 0;
        for (int round = 0; round < rounds && System.nanoTime() - begin < DEADLINE.toNanos(); round++) {
            long roundBegin = System.nanoTime();
            work.run();
            // Bytes a nanosecond are gigabytes a second.
            double speed = (double) workBytes / (System.nanoTime() - roundBegin);
            best = round < rounds - rounds / MEASURED_ONE_IN ? speed : Math.max(best, speed);
        }
        return best;
    }

    private boolean isRight(Kernel kernel) {
        byte[] hashes = hash(Optional.of(kernel.lanes()));
        byte[] groups = regroup(Optional.of(kernel.grouping()));
        return Arrays.equals(joined, Arrays.copyOf(bytes, GROUPED_BYTES))
                && Arrays.equals(hashes, hash(Optional.empty()))
                && Arrays.equals(groups, regroup(Optional.empty()));
    }

    private byte[] hash(Optional<LaneKernel> lanes) {
        return new KeyedBlake3(new byte[KeyedBlake3.KEY_BYTES], () -> lanes).hashAll(bytes, offsets, LENGTHS);
    }

    /** Groups bytes and joins them again. Returns a copy of the grouped ones. */
    private byte[] regroup(Optional<GroupingKernel> kernel) {
        ByteGrouping.split(kernel, bytes, 0, GROUPED_BYTES, grouped);
        ByteGrouping.join(kernel, grouped, GROUPED_BYTES, joined, 0);
        return grouped.clone();
    }
}
