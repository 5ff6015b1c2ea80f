package granary.blob.hash;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.hash.KernelTrial.Minimum;
import granary.blob.hash.KernelTrial.Verdict;
import org.junit.jupiter.api.Test;

class KernelTrialTest {
    private static final Minimum NONE = new Minimum(0, 0);
    private static final Minimum TOO_MUCH = new Minimum(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    @Test
    void aRightKernelThatExceedsTheMinimumPasses() {
        Verdict verdict = judge(NONE, new PlainLanes(8), new PlainGrouping());

        assertThat(verdict)
                .returns(true, Verdict::right)
                .returns(true, Verdict::hashesFast)
                .returns(true, Verdict::groupsFast);
    }

    @Test
    void aKernelBelowTheMinimumIsRightButNotFast() {
        Verdict verdict = judge(TOO_MUCH, new PlainLanes(8), new PlainGrouping());

        assertThat(verdict)
                .returns(true, Verdict::right)
                .returns(false, Verdict::hashesFast)
                .returns(false, Verdict::groupsFast);
        assertThat(verdict.hashing()).isPositive();
        assertThat(verdict.grouping()).isPositive();
    }

    @Test
    void oneWrongBitInOneLaneIsFound() {
        var lanes = new PlainLanes(16) {
            @Override
            public void leaves(byte[] bytes, int[] key, LaneGroup group) {
                super.leaves(bytes, key, group);
                group.values[group.values.length - 1] ^= 1;
            }
        };

        assertThat(judge(NONE, lanes, new PlainGrouping()).right()).isFalse();
    }

    @Test
    void wrongGroupsAreFoundAlsoWhenTheyJoinRight() {
        var swapped = new PlainGrouping() {
            @Override
            public int split(byte[] source, int offset, int quads, byte[] target, int[] starts) {
                return super.split(source, offset, quads, target, swapped(starts));
            }

            @Override
            public int join(byte[] source, int[] starts, int quads, byte[] target, int offset) {
                return super.join(source, swapped(starts), quads, target, offset);
            }

            private int[] swapped(int[] starts) {
                return new int[] {starts[1], starts[0], starts[2], starts[3]};
            }
        };

        assertThat(judge(NONE, new PlainLanes(8), swapped).right()).isFalse();
    }

    @Test
    void vectorsOfBothWidthsAreRight() {
        for (int lanes : new int[] {8, 16}) {
            Kernel kernel = VectorKernelSource.ofLanes(lanes);

            assertThat(judge(NONE, kernel.lanes(), kernel.grouping()).right())
                    .as("%d lanes", lanes)
                    .isTrue();
        }
    }

    private static Verdict judge(Minimum minimum, LaneKernel lanes, GroupingKernel grouping) {
        return new KernelTrial(5, minimum).judge(new Kernel(lanes, grouping));
    }
}
