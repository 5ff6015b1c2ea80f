package granary.blob.hash;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.stream.IntStream;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Groups four vectors at a time: bytes within each, then the quarters of all four, as a matrix that is transposed. Made
 * by {@link VectorKernelSource}, which defines this class anew for each width.
 */
final class VectorGrouping implements GroupingKernel {
    private static final VectorSpecies<Byte> BYTES =
            HiddenClass.lanes(MethodHandles.lookup()) == 16 ? ByteVector.SPECIES_512 : ByteVector.SPECIES_256;

    private static final VectorSpecies<Long> LONGS = BYTES.withLanes(long.class);

    /** Bytes of a vector, and so quads of four. */
    private static final int STEP = BYTES.length();

    private static final int QUARTER = STEP / 4;
    private static final int QUARTER_LONGS = QUARTER / Long.BYTES;

    private static final VectorShuffle<Byte> GROUPED =
            shuffle(IntStream.range(0, STEP).map(i -> i % QUARTER * 4 + i / QUARTER));
    private static final VectorShuffle<Byte> INTERLEAVED =
            shuffle(IntStream.range(0, STEP).map(i -> i % 4 * QUARTER + i / 4));

    private static final LongVector UPPER_1 = longs(Transposition.upper(QUARTER_LONGS, LONGS.length()));
    private static final LongVector LOWER_1 = longs(Transposition.lower(QUARTER_LONGS, LONGS.length()));
    private static final LongVector UPPER_2 = longs(Transposition.upper(2 * QUARTER_LONGS, LONGS.length()));
    private static final LongVector LOWER_2 = longs(Transposition.lower(2 * QUARTER_LONGS, LONGS.length()));

    VectorGrouping() {}

    private static VectorShuffle<Byte> shuffle(IntStream sources) {
        return VectorShuffle.fromArray(BYTES, sources.toArray(), 0);
    }

    private static LongVector longs(int[] numbers) {
        return LongVector.fromArray(LONGS, Arrays.stream(numbers).asLongStream().toArray(), 0);
    }

    @Override
    public int split(byte[] source, int offset, int quads, byte[] target, int[] starts) {
        int done = 0;
        for (int at = offset; done + STEP <= quads; done += STEP, at += 4 * STEP) {
            LongVector r0 =
                    ByteVector.fromArray(BYTES, source, at).rearrange(GROUPED).reinterpretAsLongs();
            LongVector r1 = ByteVector.fromArray(BYTES, source, at + STEP)
                    .rearrange(GROUPED)
                    .reinterpretAsLongs();
            LongVector r2 = ByteVector.fromArray(BYTES, source, at + 2 * STEP)
                    .rearrange(GROUPED)
                    .reinterpretAsLongs();
            LongVector r3 = ByteVector.fromArray(BYTES, source, at + 3 * STEP)
                    .rearrange(GROUPED)
                    .reinterpretAsLongs();
            LongVector a0 = UPPER_1.selectFrom(r0, r1);
            LongVector a1 = LOWER_1.selectFrom(r0, r1);
            LongVector a2 = UPPER_1.selectFrom(r2, r3);
            LongVector a3 = LOWER_1.selectFrom(r2, r3);
            UPPER_2.selectFrom(a0, a2).reinterpretAsBytes().intoArray(target, starts[0] + done);
            UPPER_2.selectFrom(a1, a3).reinterpretAsBytes().intoArray(target, starts[1] + done);
            LOWER_2.selectFrom(a0, a2).reinterpretAsBytes().intoArray(target, starts[2] + done);
            LOWER_2.selectFrom(a1, a3).reinterpretAsBytes().intoArray(target, starts[3] + done);
        }
        return done;
    }

    @Override
    public int join(byte[] source, int[] starts, int quads, byte[] target, int offset) {
        int done = 0;
        for (int at = offset; done + STEP <= quads; done += STEP, at += 4 * STEP) {
            LongVector r0 =
                    ByteVector.fromArray(BYTES, source, starts[0] + done).reinterpretAsLongs();
            LongVector r1 =
                    ByteVector.fromArray(BYTES, source, starts[1] + done).reinterpretAsLongs();
            LongVector r2 =
                    ByteVector.fromArray(BYTES, source, starts[2] + done).reinterpretAsLongs();
            LongVector r3 =
                    ByteVector.fromArray(BYTES, source, starts[3] + done).reinterpretAsLongs();
            LongVector a0 = UPPER_1.selectFrom(r0, r1);
            LongVector a1 = LOWER_1.selectFrom(r0, r1);
            LongVector a2 = UPPER_1.selectFrom(r2, r3);
            LongVector a3 = LOWER_1.selectFrom(r2, r3);
            UPPER_2.selectFrom(a0, a2)
                    .reinterpretAsBytes()
                    .rearrange(INTERLEAVED)
                    .intoArray(target, at);
            UPPER_2.selectFrom(a1, a3)
                    .reinterpretAsBytes()
                    .rearrange(INTERLEAVED)
                    .intoArray(target, at + STEP);
            LOWER_2.selectFrom(a0, a2)
                    .reinterpretAsBytes()
                    .rearrange(INTERLEAVED)
                    .intoArray(target, at + 2 * STEP);
            LOWER_2.selectFrom(a1, a3)
                    .reinterpretAsBytes()
                    .rearrange(INTERLEAVED)
                    .intoArray(target, at + 3 * STEP);
        }
        return done;
    }
}
