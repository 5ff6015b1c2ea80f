package granary.blob.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.codec.digest.Blake3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain code and vectors of either width, each held to another's implementation. */
@ParameterizedClass
@ValueSource(ints = {1, 8, 16})
class KeyedBlake3Test {
    private final byte[] bytes = new byte[600_000];
    private final byte[] key = new byte[32];
    private final Optional<LaneKernel> kernel;
    private final KeyedBlake3 ours;

    KeyedBlake3Test(int lanes) {
        var random = new Random(1);
        random.nextBytes(bytes);
        random.nextBytes(key);
        kernel = lanes == 1
                ? Optional.empty()
                : Optional.of(VectorKernelSource.ofLanes(lanes).lanes());
        ours = new KeyedBlake3(key, () -> kernel);
    }

    @Test
    void hashesAsTheLibraryDoesAtEveryAwkwardLength() {
        for (int length : awkwardLengths()) {
            assertThat(ours.hash(bytes, 0, length)).as("%d bytes", length).isEqualTo(theirs(0, length));
        }
    }

    @Test
    void hashesAsTheLibraryDoesAnywhereInAnArray() {
        var random = new Random(2);
        for (int round = 0; round < 300; round++) {
            int offset = random.nextInt(bytes.length);
            int length = random.nextInt(Math.min(150_000, bytes.length - offset));
            assertThat(ours.hash(bytes, offset, length))
                    .as("%d from %d", length, offset)
                    .isEqualTo(theirs(offset, length));
        }
    }

    @Test
    void partsHashTogetherAsTheyDoAlone() {
        var random = new Random(3);
        for (int count : new int[] {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 33, 100}) {
            for (int lengthMax : new int[] {70, 1100, 2100, 9000, 70_000}) {
                int[] offsets = random.ints(count, 0, bytes.length - lengthMax).toArray();
                int[] lengths = random.ints(count, 0, lengthMax + 1).toArray();

                byte[] hashes = ours.hashAll(bytes, offsets, lengths);

                assertThat(hashes)
                        .as("%d parts up to %d bytes", count, lengthMax)
                        .isEqualTo(oneByOne(offsets, lengths));
            }
        }
    }

    @Test
    void equalPartsOfEveryNumberOfLeavesFillLanesRight() {
        for (int leaves = 1; leaves <= 35; leaves++) {
            int[] offsets = new int[17];
            int[] lengths = new int[17];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = i * 31;
                lengths[i] = leaves * 1024 + i % 3 - 1;
            }

            assertThat(ours.hashAll(bytes, offsets, lengths))
                    .as("%d leaves", leaves)
                    .isEqualTo(oneByOne(offsets, lengths));
        }
    }

    @Test
    void extremeBytesAndKeysHashAsInTheLibrary() {
        for (int fill : new int[] {0, 0x7F, 0x80, 0xFF}) {
            byte[] filled = new byte[5000];
            Arrays.fill(filled, (byte) fill);
            byte[] filledKey = Arrays.copyOf(filled, 32);

            assertThat(new KeyedBlake3(filledKey, () -> kernel).hash(filled, 0, 5000))
                    .isEqualTo(Blake3.initKeyedHash(filledKey).update(filled).doFinalize(32));
        }
    }

    @Test
    void partsOutsideTheArrayAreRefused() {
        for (int length : new int[] {100, 8192, 100_000}) {
            assertThatThrownBy(() -> ours.hash(bytes, bytes.length - length + 1, length))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> ours.hash(bytes, -1, length)).isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> ours.hash(bytes, 0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ours.hashAll(bytes, new int[] {0}, new int[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysHave32Bytes() {
        assertThatThrownBy(() -> new KeyedBlake3(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new KeyedBlake3(new byte[33])).isInstanceOf(IllegalArgumentException.class);
    }

    /** All up to four leaves, then around every block of a few more and around every leaf up to a large chunk's. */
    private static List<Integer> awkwardLengths() {
        List<Integer> lengths = new ArrayList<>();
        for (int length = 0; length <= 4200; length++) {
            lengths.add(length);
        }
        for (int leaf = 5120; leaf <= 132 * 1024; leaf += 1024) {
            lengths.addAll(List.of(leaf - 64, leaf - 1, leaf, leaf + 1, leaf + 63));
        }
        lengths.addAll(List.of(524_287, 524_288, 524_289, 600_000));
        return lengths;
    }

    private byte[] oneByOne(int[] offsets, int[] lengths) {
        byte[] hashes = new byte[offsets.length * 32];
        for (int i = 0; i < offsets.length; i++) {
            System.arraycopy(theirs(offsets[i], lengths[i]), 0, hashes, i * 32, 32);
        }
        return hashes;
    }

    private byte[] theirs(int offset, int length) {
        return Blake3.initKeyedHash(key).update(bytes, offset, length).doFinalize(32);
    }
}
