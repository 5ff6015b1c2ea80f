package granary.blob.hash;

/**
 * Hashes several inputs at once: a lane is one leaf or one parent of any of them, so that lanes are full although each
 * input is small. All inputs go up level by level together, until each has one chaining value left.
 *
 * <p>A leaf of less than a kibibyte is left to the plain code: there is at most one an input. One object a call, with
 * memory for a 32nd of the input.
 */
final class LaneTree {
    private static final int VALUE_BYTES = KeyedBlake3.HASH_BYTES;
    private static final int LEAF_BYTES = Blake3Compression.LEAF_BYTES;

    private final LaneKernel kernel;
    private final int[] key;
    private final LaneGroup group;
    /** Where each input's chaining values begin in {@link #rows}. */
    private final int[] starts;
    /** How many chaining values each input has at this level. */
    private final int[] counts;
    /** Chaining values, those of one input side by side: two neighbours are the block of their parent. */
    private final byte[] rows;

    /** For inputs of these lengths. */
    LaneTree(LaneKernel kernel, int[] key, int[] lengths) {
        this.kernel = kernel;
        this.key = key;
        this.group = new LaneGroup(kernel.lanes());
        this.starts = new int[lengths.length];
        this.counts = new int[lengths.length];
        int end = 0;
        for (int i = 0; i < lengths.length; i++) {
            starts[i] = end;
            counts[i] = Math.max(1, Math.ceilDiv(lengths[i], LEAF_BYTES));
            end = Math.addExact(end, counts[i] * VALUE_BYTES);
        }
        this.rows = new byte[end];
    }

    /** Writes the inputs' hashes, one behind the other. */
    void hash(byte[] bytes, int[] offsets, int[] lengths, byte[] hashes) {
        for (int i = 0; i < counts.length; i++) {
            addLeaves(bytes, offsets[i], lengths[i], starts[i]);
        }
        compressLeaves(bytes);
        while (mergePairs()) {
            carryOdd();
        }
        for (int i = 0; i < counts.length; i++) {
            System.arraycopy(rows, starts[i], hashes, i * VALUE_BYTES, VALUE_BYTES);
        }
    }

    private void addLeaves(byte[] bytes, int offset, int length, int start) {
        // A leaf that is the whole input is its root too, which lanes do not know.
        int whole = length > LEAF_BYTES ? length / LEAF_BYTES : 0;
        for (int leaf = 0; leaf < whole; leaf++) {
            group.add(offset + leaf * LEAF_BYTES, leaf, 0, start + leaf * VALUE_BYTES);
            if (group.isFull()) {
                compressLeaves(bytes);
            }
        }
        int rest = length - whole * LEAF_BYTES;
        if (rest > 0 || whole == 0) {
            int[] value = new int[Blake3Compression.VALUE_INTS];
            int flags = whole == 0 ? Blake3Compression.ROOT : 0;
            ScalarBlake3.leaf(key, bytes, offset + length - rest, rest, whole, flags, value);
            Blake3Compression.write(value, rows, start + whole * VALUE_BYTES);
        }
    }

    private void compressLeaves(byte[] bytes) {
        if (!group.isEmpty()) {
            group.fillUp();
            kernel.leaves(bytes, key, group);
            group.drainTo(rows);
        }
    }

    /** Puts parents where their pairs began, closed up; false when no input had a pair. */
    private boolean mergePairs() {
        boolean merged = false;
        for (int i = 0; i < counts.length; i++) {
            int root = counts[i] == 2 ? Blake3Compression.ROOT : 0;
            for (int pair = 0; pair < counts[i] / 2; pair++) {
                int target = starts[i] + pair * VALUE_BYTES;
                int flags = Blake3Compression.PARENT | Blake3Compression.KEYED | root;
                group.add(target + pair * VALUE_BYTES, 0, flags, target);
                if (group.isFull()) {
                    compressParents();
                }
                merged = true;
            }
        }
        compressParents();
        return merged;
    }

    private void compressParents() {
        if (!group.isEmpty()) {
            group.fillUp();
            kernel.parents(rows, key, group);
            group.drainTo(rows);
        }
    }

    /** The last of an odd number of values goes up a level as it is. */
    private void carryOdd() {
        for (int i = 0; i < counts.length; i++) {
            int pairs = counts[i] / 2;
            int odd = counts[i] % 2;
            int last = starts[i] + 2 * pairs * VALUE_BYTES;
            System.arraycopy(rows, last, rows, starts[i] + pairs * VALUE_BYTES, odd * VALUE_BYTES);
            counts[i] = pairs + odd;
        }
    }
}
