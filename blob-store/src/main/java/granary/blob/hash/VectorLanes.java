package granary.blob.hash;

import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The lanes as vectors. Made by {@link VectorKernelSource}, which defines this class anew for each width.
 *
 * <p>What is odd here was measured: the message stays in memory, as only then the state fits the registers; one long round a
 * loop, as the JIT's first stage gives up on longer bodies and stays slow; no counted loop, as it would be unrolled into
 * something slower; and three methods a block, each small enough to be compiled well. Calls of the Vector API are not
 * put into helpers, because those would count against what the JIT inlines.
 */
final class VectorLanes implements LaneKernel {
    private static final int LANES = HiddenClass.lanes(MethodHandles.lookup());
    private static final VectorSpecies<Integer> INTS = LANES == 16 ? IntVector.SPECIES_512 : IntVector.SPECIES_256;
    private static final VectorSpecies<Byte> BYTES = INTS.withLanes(byte.class);

    /** How many vectors a block of one lane fills. */
    private static final int HALVES = LaneGroup.MESSAGE_INTS / LANES;

    private static final int BLOCK_BYTES = Blake3Compression.BLOCK_BYTES;
    private static final int BLOCKS = Blake3Compression.LEAF_BYTES / BLOCK_BYTES;

    /** Round by round, where each number is in the message, and where the next round begins; 0 after the last. */
    private static final int[] SCHEDULE = schedule();

    private static final int NEXT = LaneGroup.MESSAGE_INTS;

    /** Where in {@link #FLAGS} those of a leaf's first block are, of its last, and of the others. */
    private static final int FIRST = 0;

    private static final int LAST = LANES;
    private static final int BETWEEN = 2 * LANES;

    /** For all lanes alike. */
    private static final int[] FLAGS = leafFlags();

    private static final IntVector UPPER_1 = ints(Transposition.upper(1, LANES));
    private static final IntVector LOWER_1 = ints(Transposition.lower(1, LANES));
    private static final IntVector UPPER_2 = ints(Transposition.upper(2, LANES));
    private static final IntVector LOWER_2 = ints(Transposition.lower(2, LANES));
    private static final IntVector UPPER_4 = ints(Transposition.upper(4, LANES));
    private static final IntVector LOWER_4 = ints(Transposition.lower(4, LANES));
    private static final IntVector UPPER_8 = ints(Transposition.upper(8 % LANES, LANES));
    private static final IntVector LOWER_8 = ints(Transposition.lower(8 % LANES, LANES));

    VectorLanes() {}

    private static int[] schedule() {
        int[] permutation = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};
        int[] schedule = new int[Blake3Compression.ROUNDS * (NEXT + 1)];
        for (int i = 0; i < NEXT; i++) {
            schedule[i] = i * LANES;
        }
        for (int round = NEXT + 1; round < schedule.length; round += NEXT + 1) {
            schedule[round - 1] = round;
            for (int i = 0; i < NEXT; i++) {
                schedule[round + i] = schedule[round - NEXT - 1 + permutation[i]];
            }
        }
        return schedule;
    }

    private static int[] leafFlags() {
        int[] flags = new int[3 * LANES];
        Arrays.fill(flags, Blake3Compression.KEYED);
        Arrays.fill(flags, FIRST, FIRST + LANES, Blake3Compression.KEYED | Blake3Compression.LEAF_START);
        Arrays.fill(flags, LAST, LAST + LANES, Blake3Compression.KEYED | Blake3Compression.LEAF_END);
        return flags;
    }

    private static IntVector ints(int[] numbers) {
        return IntVector.fromArray(INTS, numbers, 0);
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public void leaves(byte[] bytes, int[] key, LaneGroup group) {
        startWith(key, group.values);
        for (int block = 0; block < BLOCKS; block++) {
            load(bytes, group.offsets, block * BLOCK_BYTES, group.message);
            transpose(group.message);
            int flags = block == 0 ? FIRST : block == BLOCKS - 1 ? LAST : BETWEEN;
            compress(group.message, group.values, group.counters, FLAGS, flags);
        }
    }

    @Override
    public void parents(byte[] rows, int[] key, LaneGroup group) {
        startWith(key, group.values);
        load(rows, group.offsets, 0, group.message);
        transpose(group.message);
        compress(group.message, group.values, group.counters, group.flags, 0);
    }

    private static void startWith(int[] key, int[] values) {
        for (int i = 0; i < key.length; i++) {
            Arrays.fill(values, i * LANES, (i + 1) * LANES, key[i]);
        }
    }

    /** Loads a block for each lane, and does the first half of the transposition: squares of one, then two. */
    private static void load(byte[] bytes, int[] offsets, int block, int[] message) {
        for (int half = 0; half < HALVES; half++) {
            int from = block + half * LANES * Integer.BYTES;
            for (int lane = 0; lane < LANES; lane += 4) {
                IntVector r0 =
                        ByteVector.fromArray(BYTES, bytes, offsets[lane] + from).reinterpretAsInts();
                IntVector r1 = ByteVector.fromArray(BYTES, bytes, offsets[lane + 1] + from)
                        .reinterpretAsInts();
                IntVector r2 = ByteVector.fromArray(BYTES, bytes, offsets[lane + 2] + from)
                        .reinterpretAsInts();
                IntVector r3 = ByteVector.fromArray(BYTES, bytes, offsets[lane + 3] + from)
                        .reinterpretAsInts();
                IntVector a0 = UPPER_1.selectFrom(r0, r1);
                IntVector a1 = LOWER_1.selectFrom(r0, r1);
                IntVector a2 = UPPER_1.selectFrom(r2, r3);
                IntVector a3 = LOWER_1.selectFrom(r2, r3);
                int to = (half * LANES + lane) * LANES;
                UPPER_2.selectFrom(a0, a2).intoArray(message, to);
                UPPER_2.selectFrom(a1, a3).intoArray(message, to + LANES);
                LOWER_2.selectFrom(a0, a2).intoArray(message, to + 2 * LANES);
                LOWER_2.selectFrom(a1, a3).intoArray(message, to + 3 * LANES);
            }
        }
    }

    /** The second half of the transposition: squares of four, and of eight where there are 16 lanes. */
    private static void transpose(int[] message) {
        if (LANES == 16) {
            transpose16(message);
        } else {
            transpose8(message, 0);
            transpose8(message, LANES * LANES);
        }
    }

    private static void transpose16(int[] message) {
        for (int at = 0; at < 4 * LANES; at += LANES) {
            IntVector r0 = IntVector.fromArray(INTS, message, at);
            IntVector r1 = IntVector.fromArray(INTS, message, at + 4 * LANES);
            IntVector r2 = IntVector.fromArray(INTS, message, at + 8 * LANES);
            IntVector r3 = IntVector.fromArray(INTS, message, at + 12 * LANES);
            IntVector a0 = UPPER_4.selectFrom(r0, r1);
            IntVector a1 = LOWER_4.selectFrom(r0, r1);
            IntVector a2 = UPPER_4.selectFrom(r2, r3);
            IntVector a3 = LOWER_4.selectFrom(r2, r3);
            UPPER_8.selectFrom(a0, a2).intoArray(message, at);
            UPPER_8.selectFrom(a1, a3).intoArray(message, at + 4 * LANES);
            LOWER_8.selectFrom(a0, a2).intoArray(message, at + 8 * LANES);
            LOWER_8.selectFrom(a1, a3).intoArray(message, at + 12 * LANES);
        }
    }

    private static void transpose8(int[] message, int from) {
        for (int at = from; at < from + 4 * LANES; at += LANES) {
            IntVector r0 = IntVector.fromArray(INTS, message, at);
            IntVector r1 = IntVector.fromArray(INTS, message, at + 4 * LANES);
            UPPER_4.selectFrom(r0, r1).intoArray(message, at);
            LOWER_4.selectFrom(r0, r1).intoArray(message, at + 4 * LANES);
        }
    }

    /**
     * Replaces the chaining value of each lane by that of it and its block, a whole one. Columns and diagonals four at a
     * time, as in {@link Blake3Compression#compress}.
     */
    private static void compress(int[] message, int[] values, int[] counters, int[] flags, int flagsAt) {
        IntVector v0 = IntVector.fromArray(INTS, values, 0);
        IntVector v1 = IntVector.fromArray(INTS, values, LANES);
        IntVector v2 = IntVector.fromArray(INTS, values, 2 * LANES);
        IntVector v3 = IntVector.fromArray(INTS, values, 3 * LANES);
        IntVector v4 = IntVector.fromArray(INTS, values, 4 * LANES);
        IntVector v5 = IntVector.fromArray(INTS, values, 5 * LANES);
        IntVector v6 = IntVector.fromArray(INTS, values, 6 * LANES);
        IntVector v7 = IntVector.fromArray(INTS, values, 7 * LANES);
        IntVector v8 = IntVector.broadcast(INTS, 0x6A09E667);
        IntVector v9 = IntVector.broadcast(INTS, 0xBB67AE85);
        IntVector v10 = IntVector.broadcast(INTS, 0x3C6EF372);
        IntVector v11 = IntVector.broadcast(INTS, 0xA54FF53A);
        IntVector v12 = IntVector.fromArray(INTS, counters, 0);
        IntVector v13 = IntVector.zero(INTS);
        IntVector v14 = IntVector.broadcast(INTS, BLOCK_BYTES);
        IntVector v15 = IntVector.fromArray(INTS, flags, flagsAt);
        int[] schedule = SCHEDULE;
        int at = 0;
        do {
            v0 = v0.add(IntVector.fromArray(INTS, message, schedule[at])).add(v4);
            v1 = v1.add(IntVector.fromArray(INTS, message, schedule[at + 2])).add(v5);
            v2 = v2.add(IntVector.fromArray(INTS, message, schedule[at + 4])).add(v6);
            v3 = v3.add(IntVector.fromArray(INTS, message, schedule[at + 6])).add(v7);
            v12 = v12.lanewise(XOR, v0).lanewise(ROR, 16);
            v13 = v13.lanewise(XOR, v1).lanewise(ROR, 16);
            v14 = v14.lanewise(XOR, v2).lanewise(ROR, 16);
            v15 = v15.lanewise(XOR, v3).lanewise(ROR, 16);
            v8 = v8.add(v12);
            v9 = v9.add(v13);
            v10 = v10.add(v14);
            v11 = v11.add(v15);
            v4 = v4.lanewise(XOR, v8).lanewise(ROR, 12);
            v5 = v5.lanewise(XOR, v9).lanewise(ROR, 12);
            v6 = v6.lanewise(XOR, v10).lanewise(ROR, 12);
            v7 = v7.lanewise(XOR, v11).lanewise(ROR, 12);
            v0 = v0.add(IntVector.fromArray(INTS, message, schedule[at + 1])).add(v4);
            v1 = v1.add(IntVector.fromArray(INTS, message, schedule[at + 3])).add(v5);
            v2 = v2.add(IntVector.fromArray(INTS, message, schedule[at + 5])).add(v6);
            v3 = v3.add(IntVector.fromArray(INTS, message, schedule[at + 7])).add(v7);
            v12 = v12.lanewise(XOR, v0).lanewise(ROR, 8);
            v13 = v13.lanewise(XOR, v1).lanewise(ROR, 8);
            v14 = v14.lanewise(XOR, v2).lanewise(ROR, 8);
            v15 = v15.lanewise(XOR, v3).lanewise(ROR, 8);
            v8 = v8.add(v12);
            v9 = v9.add(v13);
            v10 = v10.add(v14);
            v11 = v11.add(v15);
            v4 = v4.lanewise(XOR, v8).lanewise(ROR, 7);
            v5 = v5.lanewise(XOR, v9).lanewise(ROR, 7);
            v6 = v6.lanewise(XOR, v10).lanewise(ROR, 7);
            v7 = v7.lanewise(XOR, v11).lanewise(ROR, 7);
            v0 = v0.add(IntVector.fromArray(INTS, message, schedule[at + 8])).add(v5);
            v1 = v1.add(IntVector.fromArray(INTS, message, schedule[at + 10])).add(v6);
            v2 = v2.add(IntVector.fromArray(INTS, message, schedule[at + 12])).add(v7);
            v3 = v3.add(IntVector.fromArray(INTS, message, schedule[at + 14])).add(v4);
            v15 = v15.lanewise(XOR, v0).lanewise(ROR, 16);
            v12 = v12.lanewise(XOR, v1).lanewise(ROR, 16);
            v13 = v13.lanewise(XOR, v2).lanewise(ROR, 16);
            v14 = v14.lanewise(XOR, v3).lanewise(ROR, 16);
            v10 = v10.add(v15);
            v11 = v11.add(v12);
            v8 = v8.add(v13);
            v9 = v9.add(v14);
            v5 = v5.lanewise(XOR, v10).lanewise(ROR, 12);
            v6 = v6.lanewise(XOR, v11).lanewise(ROR, 12);
            v7 = v7.lanewise(XOR, v8).lanewise(ROR, 12);
            v4 = v4.lanewise(XOR, v9).lanewise(ROR, 12);
            v0 = v0.add(IntVector.fromArray(INTS, message, schedule[at + 9])).add(v5);
            v1 = v1.add(IntVector.fromArray(INTS, message, schedule[at + 11])).add(v6);
            v2 = v2.add(IntVector.fromArray(INTS, message, schedule[at + 13])).add(v7);
            v3 = v3.add(IntVector.fromArray(INTS, message, schedule[at + 15])).add(v4);
            v15 = v15.lanewise(XOR, v0).lanewise(ROR, 8);
            v12 = v12.lanewise(XOR, v1).lanewise(ROR, 8);
            v13 = v13.lanewise(XOR, v2).lanewise(ROR, 8);
            v14 = v14.lanewise(XOR, v3).lanewise(ROR, 8);
            v10 = v10.add(v15);
            v11 = v11.add(v12);
            v8 = v8.add(v13);
            v9 = v9.add(v14);
            v5 = v5.lanewise(XOR, v10).lanewise(ROR, 7);
            v6 = v6.lanewise(XOR, v11).lanewise(ROR, 7);
            v7 = v7.lanewise(XOR, v8).lanewise(ROR, 7);
            v4 = v4.lanewise(XOR, v9).lanewise(ROR, 7);
            at = schedule[at + NEXT];
        } while (at > 0);
        v0.lanewise(XOR, v8).intoArray(values, 0);
        v1.lanewise(XOR, v9).intoArray(values, LANES);
        v2.lanewise(XOR, v10).intoArray(values, 2 * LANES);
        v3.lanewise(XOR, v11).intoArray(values, 3 * LANES);
        v4.lanewise(XOR, v12).intoArray(values, 4 * LANES);
        v5.lanewise(XOR, v13).intoArray(values, 5 * LANES);
        v6.lanewise(XOR, v14).intoArray(values, 6 * LANES);
        v7.lanewise(XOR, v15).intoArray(values, 7 * LANES);
    }
}
