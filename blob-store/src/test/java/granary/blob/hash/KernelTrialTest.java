package granary.blob.hash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelTrialTest {
    private static final int ROUNDS = 5;

    @Test
    void aRightKernelPassesWhenItExceedsTheMinimum() {
        var verdict = new KernelTrial(ROUNDS, 0).judge(new PlainLanes(8));

        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.gigabytesPerSecond()).isPositive();
    }

    @Test
    void aKernelBelowTheMinimumIsRightButDoesNotPass() {
        var verdict = new KernelTrial(ROUNDS, Double.POSITIVE_INFINITY).judge(new PlainLanes(8));

        assertThat(verdict.right()).isTrue();
        assertThat(verdict.passed()).isFalse();
    }

    @Test
    void aKernelWithOneWrongBitInOneLaneDoesNotPass() {
        var wrong = new PlainLanes(16) {
            @Override
            public void leaves(byte[] bytes, int[] key, LaneGroup group) {
                super.leaves(bytes, key, group);
                group.values[group.values.length - 1] ^= 1;
            }
        };

        var verdict = new KernelTrial(ROUNDS, 0).judge(wrong);

        assertThat(verdict.right()).isFalse();
        assertThat(verdict.passed()).isFalse();
    }

    @Test
    void vectorsPassAsFarAsTheyAreRight() {
        for (int lanes : new int[] {8, 16}) {
            assertThat(new KernelTrial(ROUNDS, 0)
                            .judge(VectorKernels.ofLanes(lanes))
                            .passed())
                    .as("%d lanes", lanes)
                    .isTrue();
        }
    }
}
