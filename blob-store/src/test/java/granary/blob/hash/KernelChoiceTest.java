package granary.blob.hash;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.hash.KernelTrial.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {
    private static final Verdict GOOD = new Verdict(true, true, 5);
    private static final Verdict SLOW = new Verdict(true, false, 0.1);
    private static final Verdict WRONG = new Verdict(false, true, 5);

    private final List<LaneKernel> made = new ArrayList<>();

    @Test
    void plainCodeHashesUntilAKernelHasPassed() {
        var choice = choice(GOOD);

        assertThat(choice.current()).isEmpty();
        assertThat(choice.state()).returns(false, KernelState::settled).returns(1, KernelState::lanes);

        choice.settle();

        assertThat(choice.current()).containsSame(made.getFirst());
        assertThat(choice.state()).isEqualTo(new KernelState(8, 5, true, ""));
        assertThat(choice.state()).hasToString("vectors of 8 lanes, 5.0 GB/s a core");
    }

    @Test
    void aSlowKernelIsFollowedByAFreshOne() {
        var choice = choice(SLOW, GOOD);

        choice.settle();

        assertThat(made).hasSize(2);
        assertThat(choice.current()).containsSame(made.getLast());
        assertThat(choice.state().isVector()).isTrue();
    }

    @Test
    void afterTwoSlowKernelsPlainCodeStays() {
        var choice = choice(SLOW, SLOW);

        choice.settle();

        assertThat(made).hasSize(2);
        assertThat(choice.current()).isEmpty();
        assertThat(choice.state()).returns(true, KernelState::settled);
        assertThat(choice.state()).hasToString("plain code: vectors came to 0.10 GB/s only");
    }

    @Test
    void aKernelThatWasWrongIsNotTrustedAgain() {
        var choice = choice(WRONG);

        choice.settle();

        assertThat(made).hasSize(1);
        assertThat(choice.current()).isEmpty();
        assertThat(choice.state()).hasToString("plain code: vectors made a wrong hash");
    }

    @Test
    void anObstacleIsToldAndNoKernelMade() {
        var choice = new KernelChoice(source(Optional.of("there are no vectors")), kernel -> GOOD, Duration.ZERO);

        choice.settle();

        assertThat(made).isEmpty();
        assertThat(choice.state()).returns(true, KernelState::settled).hasToString("plain code: there are no vectors");
    }

    @Test
    void aKernelThatFailsLeavesPlainCode() {
        var choice = new KernelChoice(
                source(Optional.empty()),
                kernel -> {
                    throw new NoClassDefFoundError("gone");
                },
                Duration.ZERO);

        choice.settle();

        assertThat(choice.current()).isEmpty();
        assertThat(choice.state()).returns(true, KernelState::settled);
        assertThat(choice.state().reason()).contains("gone");
    }

    @Test
    void warmingUpTwiceTriesOnce() throws InterruptedException {
        var judged = new CountDownLatch(1);
        var choice = new KernelChoice(
                source(Optional.empty()),
                kernel -> {
                    judged.countDown();
                    return GOOD;
                },
                Duration.ZERO);

        choice.warmUp();
        choice.warmUp();

        assertThat(judged.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(made).hasSize(1);
    }

    private KernelChoice choice(Verdict... verdicts) {
        Deque<Verdict> left = new ArrayDeque<>(List.of(verdicts));
        return new KernelChoice(source(Optional.empty()), kernel -> left.remove(), Duration.ZERO);
    }

    private KernelSource source(Optional<String> obstacle) {
        return new KernelSource() {
            @Override
            public Optional<String> obstacle() {
                return obstacle;
            }

            @Override
            public LaneKernel create() {
                made.add(new PlainLanes(8));
                return made.getLast();
            }
        };
    }
}
