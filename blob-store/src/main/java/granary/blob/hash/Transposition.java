package granary.blob.hash;

import java.util.stream.IntStream;

/**
 * How two rows of a matrix change when it is transposed in place, in steps: at each step, squares of 1, 2, 4 … rows and
 * columns change places across the diagonal. A row takes its numbers from the pair of rows: those up to the length of a
 * row are the upper row's, those from there on the lower's.
 */
final class Transposition {
    private Transposition() {}

    static int[] upper(int square, int length) {
        return IntStream.range(0, length)
                .map(i -> (i & square) == 0 ? i : length + i - square)
                .toArray();
    }

    static int[] lower(int square, int length) {
        return IntStream.range(0, length)
                .map(i -> (i & square) == 0 ? i + square : length + i)
                .toArray();
    }
}
