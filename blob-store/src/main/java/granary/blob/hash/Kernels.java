package granary.blob.hash;

import java.time.Duration;
import java.util.Optional;

/**
 * Which code hashes and groups bytes in this process: plain code at first, vectors once they have shown that they are right and fast.
 *
 * <p>The Vector API runs a hundred times slower than plain code until the JIT has compiled it well, and now and then the
 * JIT does not manage. So vectors are warmed up in the background, and judged.
 */
public final class Kernels {
    /** Long enough that a busy machine may have calmed down. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private static final KernelChoice CHOICE = new KernelChoice(new VectorKernelSource(), Kernels::judge, PAUSE);

    private Kernels() {}

    /**
     * Starts to warm up in the background; only the first call does anything. To be called when the process has
     * started, as it keeps a core busy for some seconds, and before any other code uses the Vector API.
     */
    public static void warmUp() {
        CHOICE.warmUp();
    }

    /** Which code is in use now. */
    public static KernelState state() {
        return CHOICE.state();
    }

    private static KernelTrial.Verdict judge(Kernel kernel) {
        return new KernelTrial(KernelTrial.ROUNDS, KernelTrial.Minimum.USEFUL).judge(kernel);
    }

    static Optional<LaneKernel> lanes() {
        return CHOICE.lanes();
    }

    static Optional<GroupingKernel> grouping() {
        return CHOICE.grouping();
    }
}
