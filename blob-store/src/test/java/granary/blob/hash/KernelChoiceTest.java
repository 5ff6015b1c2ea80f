package granary.blob.hash;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.hash.KernelTrial.Minimum;
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
    private static final Minimum MINIMUM = new Minimum(1, 8);
    private static final Verdict GOOD = new Verdict(true, 5, 39, MINIMUM);
    private static final Verdict SLOW_GROUPING = new Verdict(true, 5, 0.2, MINIMUM);
    private static final Verdict SLOW = new Verdict(true, 0.1, 39, MINIMUM);
    private static final Verdict WRONG = new Verdict(false, 5, 39, MINIMUM);

    private final List<Kernel> made = new ArrayList<>();

    @Test
    void plainCodeHashesUntilAKernelHasPassed() {
        var choice = choice(GOOD);

        assertThat(choice.lanes()).isEmpty();
        assertThat(choice.grouping()).isEmpty();
        assertThat(choice.state()).returns(false, KernelState::settled).returns(1, KernelState::lanes);

        choice.settle();

        assertThat(choice.lanes()).containsSame(made.getFirst().lanes());
        assertThat(choice.grouping()).containsSame(made.getFirst().grouping());
        assertThat(choice.state()).isEqualTo(new KernelState(8, 5, 39, true, ""));
        assertThat(choice.state()).hasToString("vectors of 8 lanes: BLAKE3 5.0 GB/s a core, byte grouping 39.0 GB/s");
    }

    @Test
    void groupingThatIsSlowStaysPlainBesideFastHashing() {
        var choice = choice(SLOW_GROUPING);

        choice.settle();

        assertThat(choice.lanes()).containsSame(made.getFirst().lanes());
        assertThat(choice.grouping()).isEmpty();
        assertThat(choice.state()).hasToString("vectors of 8 lanes: BLAKE3 5.0 GB/s a core, plain byte grouping");
    }

    @Test
    void aSlowKernelIsFollowedByAFreshOne() {
        var choice = choice(SLOW, GOOD);

        choice.settle();

        assertThat(made).hasSize(2);
        assertThat(choice.lanes()).containsSame(made.getLast().lanes());
        assertThat(choice.state().isVector()).isTrue();
    }

    @Test
    void afterTwoSlowKernelsPlainCodeStays() {
        var choice = choice(SLOW, SLOW);

        choice.settle();

        assertThat(made).hasSize(2);
        assertThat(choice.lanes()).isEmpty();
        assertThat(choice.state()).returns(true, KernelState::settled);
        assertThat(choice.state()).hasToString("plain code: vectors came to 0.10 GB/s only");
    }

    @Test
    void aKernelThatWasWrongIsNotTrustedAgain() {
        var choice = choice(WRONG);

        choice.settle();

        assertThat(made).hasSize(1);
        assertThat(choice.lanes()).isEmpty();
        assertThat(choice.state()).hasToString("plain code: vectors made a mistake");
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

        assertThat(choice.lanes()).isEmpty();
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
            public Kernel create() {
                made.add(new Kernel(new PlainLanes(8), new PlainGrouping()));
                return made.getLast();
            }
        };
    }
}
