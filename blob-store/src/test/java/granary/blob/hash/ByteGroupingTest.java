package granary.blob.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain code and vectors of either width. */
@ParameterizedClass
@ValueSource(ints = {1, 8, 16})
class ByteGroupingTest {
    private static final int OFFSET = 3;
    private static final int BEHIND = 5;

    private final Optional<GroupingKernel> kernel;
    private final byte[] bytes = new byte[131_072 + OFFSET + BEHIND];

    ByteGroupingTest(int lanes) {
        kernel = lanes == 1
                ? Optional.empty()
                : Optional.of(VectorKernelSource.ofLanes(lanes).grouping());
        new Random(1).nextBytes(bytes);
    }

    @Test
    void everyByteIsInTheGroupOfItsPlace() {
        for (int length : lengths()) {
            byte[] grouped = new byte[length + BEHIND];

            ByteGrouping.split(kernel, bytes, OFFSET, length, grouped);

            assertThat(grouped).as("%d bytes", length).isEqualTo(grouped(length));
        }
    }

    @Test
    void joiningBringsEveryByteBackAndTouchesNoOther() {
        for (int length : lengths()) {
            byte[] joined = new byte[OFFSET + length + BEHIND];

            ByteGrouping.join(kernel, grouped(length), length, joined, OFFSET);

            byte[] expected = new byte[joined.length];
            System.arraycopy(bytes, OFFSET, expected, OFFSET, length);
            assertThat(joined).as("%d bytes", length).isEqualTo(expected);
        }
    }

    /** All up to a few steps of the widest kernel, and chunks of every size class. */
    private static int[] lengths() {
        int[] lengths = new int[1100 + 6];
        for (int i = 0; i < 1100; i++) {
            lengths[i] = i;
        }
        int[] large = {8191, 8192, 65_533, 65_536, 131_070, 131_072};
        System.arraycopy(large, 0, lengths, 1100, large.length);
        return lengths;
    }

    /** By the definition: those that are k modulo 4, in order, then those of the next k. */
    private byte[] grouped(int length) {
        byte[] grouped = new byte[length + BEHIND];
        int at = 0;
        for (int k = 0; k < 4; k++) {
            for (int i = k; i < length; i += 4) {
                grouped[at++] = bytes[OFFSET + i];
            }
        }
        return grouped;
    }
}
