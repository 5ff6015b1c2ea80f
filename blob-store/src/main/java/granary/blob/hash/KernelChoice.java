package granary.blob.hash;

import granary.blob.hash.KernelTrial.Verdict;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plain code until a kernel has passed its trial. One that is right but slow is followed by a second; never by more. */
final class KernelChoice {
    private static final Logger log = LoggerFactory.getLogger(KernelChoice.class);

    private final KernelSource source;
    private final Function<LaneKernel, Verdict> judge;
    private final Duration pause;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile Optional<LaneKernel> current = Optional.empty();
    private volatile KernelState state = KernelState.plainForNow("vectors are not warmed up");

    /**
     * @param judge puts a kernel on trial
     * @param pause between two trials
     */
    KernelChoice(KernelSource source, Function<LaneKernel, Verdict> judge, Duration pause) {
        this.source = source;
        this.judge = judge;
        this.pause = pause;
    }

    /** Starts to settle in the background; later calls do nothing. */
    void warmUp() {
        if (begun.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("granary-hash-warm-up").start(this::settle);
        }
    }

    /** Returns once it is settled which code hashes from now on. */
    void settle() {
        try {
            Optional<String> obstacle = source.obstacle();
            if (obstacle.isPresent()) {
                state = KernelState.plain(obstacle.get());
                log.info("BLAKE3 is computed by {}", state);
            } else {
                tryKernels();
            }
        } catch (RuntimeException | Error failure) {
            state = KernelState.plain("vectors failed with " + failure);
            log.warn("BLAKE3 is computed by {}", state, failure);
        }
    }

    private void tryKernels() {
        Verdict verdict = tryKernel();
        if (verdict.right() && !verdict.fast()) {
            log.warn("BLAKE3 is computed by {}; trying again in {} s", state, pause.toSeconds());
            sleep();
            verdict = tryKernel();
        }
        if (verdict.passed()) {
            log.info("BLAKE3 is computed by {}", state);
        } else {
            state = KernelState.plain(state.reason());
            log.warn("BLAKE3 is computed by {}", state);
        }
    }

    private Verdict tryKernel() {
        LaneKernel kernel = source.create();
        Verdict verdict = judge.apply(kernel);
        if (verdict.passed()) {
            current = Optional.of(kernel);
            state = KernelState.vectors(kernel.lanes(), verdict.gigabytesPerSecond());
        } else {
            state = KernelState.plainForNow(fault(verdict));
        }
        return verdict;
    }

    private static String fault(Verdict verdict) {
        return verdict.right()
                ? String.format(Locale.ROOT, "vectors came to %.2f GB/s only", verdict.gigabytesPerSecond())
                : "vectors made a wrong hash";
    }

    private void sleep() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    Optional<LaneKernel> current() {
        return current;
    }

    KernelState state() {
        return state;
    }
}
