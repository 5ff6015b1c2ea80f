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
    private final Function<Kernel, Verdict> judge;
    private final Duration pause;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile Optional<LaneKernel> lanes = Optional.empty();
    private volatile Optional<GroupingKernel> grouping = Optional.empty();
    private volatile KernelState state = KernelState.plainForNow("vectors are not warmed up");

    /**
     * @param judge puts a kernel on trial
     * @param pause between two trials
     */
    KernelChoice(KernelSource source, Function<Kernel, Verdict> judge, Duration pause) {
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
                log.info("Hashing in {}", state);
            } else {
                tryKernels();
            }
        } catch (RuntimeException | Error failure) {
            state = KernelState.plain("vectors failed with " + failure);
            log.warn("Hashing in {}", state, failure);
        }
    }

    private void tryKernels() {
        Verdict verdict = tryKernel();
        if (verdict.right() && !verdict.hashesFast()) {
            log.warn("Hashing in {}; trying again in {} s", state, pause.toSeconds());
            sleep();
            verdict = tryKernel();
        }
        if (state.isVector()) {
            log.info("Hashing in {}", state);
        } else {
            state = KernelState.plain(state.reason());
            log.warn("Hashing in {}", state);
        }
    }

    private Verdict tryKernel() {
        Kernel kernel = source.create();
        Verdict verdict = judge.apply(kernel);
        if (verdict.right() && verdict.hashesFast()) {
            use(kernel, verdict);
        } else {
            state = KernelState.plainForNow(fault(verdict));
        }
        return verdict;
    }

    /** Grouping comes along when it is worth its while; hashing matters more, and decides. */
    private void use(Kernel kernel, Verdict verdict) {
        lanes = Optional.of(kernel.lanes());
        grouping = verdict.groupsFast() ? Optional.of(kernel.grouping()) : Optional.empty();
        double groupingSpeed = verdict.groupsFast() ? verdict.grouping() : 0;
        state = new KernelState(kernel.lanes().lanes(), verdict.hashing(), groupingSpeed, true, "");
    }

    private static String fault(Verdict verdict) {
        return verdict.right()
                ? String.format(Locale.ROOT, "vectors came to %.2f GB/s only", verdict.hashing())
                : "vectors made a mistake";
    }

    private void sleep() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    Optional<LaneKernel> lanes() {
        return lanes;
    }

    Optional<GroupingKernel> grouping() {
        return grouping;
    }

    KernelState state() {
        return state;
    }
}
