package granary.blob.xet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkerTest {
    private static final int MILLION = 1_000_000;
    private static final long MASK = 0xFFFF_0000_0000_0000L;

    @Test
    void tableIsTheOneEverybodyUses() throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(256 * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : GearTable.values()) {
            bytes.putLong(value);
        }

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());

        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("e1d3936666d7ae7a977c958e9afcc75f90aaca758ce5fbe4ece61dffefe1912c");
    }

    @Test
    void randomBytesAreCutWhereTheProtocolSays() {
        byte[] bytes = SplitMix.bytes(MILLION, 0);

        assertThat(bytes[0] & 0xFF).isEqualTo(175);
        assertThat(bytes[127] & 0xFF).isEqualTo(132);
        assertThat(bytes[111_111] & 0xFF).isEqualTo(118);
        assertThat(cuts(bytes))
                .containsExactly(
                        84493, 134421, 144853, 243318, 271793, 336457, 467529, 494581, 582000, 596735, 616815, 653164,
                        678202, 724510, 815591, 827760, 958832, 991092, 1000000);
    }

    @Test
    void bytesWithoutAnyCutAreCutAtTheMaximum() {
        byte[] bytes = new byte[MILLION];
        Arrays.fill(bytes, (byte) 59);

        assertThat(cuts(bytes)).containsExactly(131072, 262144, 393216, 524288, 655360, 786432, 917504, 1000000);
    }

    @Test
    void fewerBytesThanAChunkWaitForMoreUnlessTheyAreTheLast() {
        byte[] bytes = SplitMix.bytes(Chunker.MIN_BYTES, 3);

        assertThat(Chunker.end(bytes, 0, bytes.length, false)).isEqualTo(Chunker.MORE_NEEDED);
        assertThat(Chunker.end(bytes, 0, bytes.length, true)).isEqualTo(bytes.length);
    }

    @Test
    void cutsDoNotDependOnHowManyBytesAreAtHand() {
        byte[] random = SplitMix.bytes(400_000, 5);
        byte[] sample = Arrays.copyOf(random, 90_000);

        for (int step : new int[] {37, 255, 4096, 70_001}) {
            assertThat(cuts(random, step)).as("step %d", step).isEqualTo(cuts(random));
        }
        assertThat(cuts(sample, 1)).hasSizeGreaterThan(1).isEqualTo(cuts(sample));
    }

    /** The 128 cases of xet-core's own tests: a pattern with a cut in it, and more and more zeros in between. */
    @Test
    void cutsRightAtTheSmallestChunkAreThoseOfXetCore() throws Exception {
        byte[] pattern = new byte[0];
        int cases = 0;
        for (String line : Vectors.lines("cuts.txt")) {
            List<String> words = List.of(line.split(" ", -1));
            if (words.getFirst().equals("pattern")) {
                pattern = pattern(words.subList(1, words.size()));
                continue;
            }
            byte[] bytes = repeated(Arrays.copyOf(pattern, pattern.length + Integer.parseInt(words.get(1))), 65_536);
            List<Integer> cuts = words.subList(5, words.size()).stream()
                    .map(Integer::valueOf)
                    .toList();
            assertThat(bytes[11_111] & 0xFF).as("byte 11111 of %s", line).isEqualTo(Integer.parseInt(words.get(3)));
            assertThat(cuts(bytes)).as(line).isEqualTo(cuts);
            assertThat(cuts(bytes, 37)).as("by 37 bytes: %s", line).isEqualTo(cuts);
            cases++;
        }
        assertThat(cases).isEqualTo(128);
    }

    private static byte[] pattern(List<String> numbers) {
        byte[] pattern = new byte[numbers.size()];
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = (byte) Integer.parseInt(numbers.get(i));
        }
        return pattern;
    }

    private static byte[] repeated(byte[] period, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = period[i % period.length];
        }
        return bytes;
    }

    @Test
    void skippingAheadCutsAsHashingEveryByteDoes() {
        var random = new Random(11);
        for (int round = 0; round < 40; round++) {
            byte[] bytes = new byte[300_000 + random.nextInt(1000)];
            random.nextBytes(bytes);
            if (round % 2 == 0) { // Periodic bytes hit the rules for the smallest and the largest chunk.
                int period = 1 + random.nextInt(500);
                for (int i = period; i < bytes.length; i++) {
                    bytes[i] = bytes[i - period];
                }
            }
            assertThat(cuts(bytes)).isEqualTo(plainCuts(bytes));
        }
    }

    private static List<Integer> cuts(byte[] bytes) {
        List<Integer> cuts = new ArrayList<>();
        for (int from = 0; from < bytes.length; from = cuts.getLast()) {
            cuts.add(Chunker.end(bytes, from, bytes.length, true));
        }
        return cuts;
    }

    /** The cuts when the bytes come {@code step} at a time. */
    private static List<Integer> cuts(byte[] bytes, int step) {
        List<Integer> cuts = new ArrayList<>();
        int from = 0;
        int have = 0;
        while (from < bytes.length) {
            int end = Chunker.end(bytes, from, have, have == bytes.length);
            if (end == Chunker.MORE_NEEDED) {
                have = Math.min(bytes.length, have + step);
            } else {
                cuts.add(end);
                from = end;
            }
        }
        return cuts;
    }

    /** The definition of xet-protocol.md §2.1, word by word. */
    private static List<Integer> plainCuts(byte[] bytes) {
        long[] table = GearTable.values();
        List<Integer> cuts = new ArrayList<>();
        int start = 0;
        long hash = 0;
        for (int i = 0; i < bytes.length; i++) {
            hash = (hash << 1) + table[bytes[i] & 0xFF];
            int size = i - start + 1;
            if (size >= Chunker.MIN_BYTES && ((hash & MASK) == 0 || size == Chunker.MAX_BYTES)) {
                start = i + 1;
                hash = 0;
                cuts.add(start);
            }
        }
        if (start < bytes.length) {
            cuts.add(bytes.length);
        }
        return cuts;
    }
}
