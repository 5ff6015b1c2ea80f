package granary.blob.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.codec.digest.Blake3;
import org.junit.jupiter.api.Test;

class KeyedBlake3Test {
    private final byte[] bytes = new byte[600_000];
    private final byte[] key = new byte[32];
    private final KeyedBlake3 ours;

    KeyedBlake3Test() {
        var random = new Random(1);
        random.nextBytes(bytes);
        random.nextBytes(key);
        ours = new KeyedBlake3(key);
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
    void extremeBytesAndKeysHashAsInTheLibrary() {
        for (int fill : new int[] {0, 0x7F, 0x80, 0xFF}) {
            byte[] filled = new byte[5000];
            Arrays.fill(filled, (byte) fill);
            byte[] filledKey = Arrays.copyOf(filled, 32);

            assertThat(new KeyedBlake3(filledKey).hash(filled, 0, 5000))
                    .isEqualTo(Blake3.initKeyedHash(filledKey).update(filled).doFinalize(32));
        }
    }

    @Test
    void keysHave32Bytes() {
        assertThatThrownBy(() -> new KeyedBlake3(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new KeyedBlake3(new byte[33])).isInstanceOf(IllegalArgumentException.class);
    }

    /** All up to two leaves, then around every block of a few more and around every leaf up to a large chunk's. */
    private static List<Integer> awkwardLengths() {
        List<Integer> lengths = new ArrayList<>();
        for (int length = 0; length <= 2100; length++) {
            lengths.add(length);
        }
        for (int leaf = 3072; leaf <= 132 * 1024; leaf += 1024) {
            lengths.addAll(List.of(leaf - 64, leaf - 1, leaf, leaf + 1, leaf + 63));
        }
        lengths.addAll(List.of(524_287, 524_288, 524_289, 600_000));
        return lengths;
    }

    private byte[] theirs(int offset, int length) {
        return Blake3.initKeyedHash(key).update(bytes, offset, length).doFinalize(32);
    }
}
