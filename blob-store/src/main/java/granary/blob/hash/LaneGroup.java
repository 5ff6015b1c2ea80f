package granary.blob.hash;

import java.util.Arrays;

/** What the lanes of a kernel are to compress next, and the memory for it. For one call of one thread. */
final class LaneGroup {
    static final int MESSAGE_INTS = 16;

    /** Where each lane's input begins. */
    final int[] offsets;

    /** Which leaf of its input each lane has; 0 for a parent. */
    final int[] counters;

    /** What each lane's parent is flagged with; leaves are all flagged alike. */
    final int[] flags;

    /** One block a lane, transposed: first number of all lanes, second number of all lanes, and so on. */
    final int[] message;

    /** One chaining value a lane, transposed alike. */
    final int[] values;

    /** Where each lane's chaining value goes. */
    private final int[] targets;

    private final int lanes;
    private int size;

    LaneGroup(int lanes) {
        this.lanes = lanes;
        offsets = new int[lanes];
        counters = new int[lanes];
        flags = new int[lanes];
        message = new int[MESSAGE_INTS * lanes];
        values = new int[Blake3Compression.VALUE_INTS * lanes];
        targets = new int[lanes];
    }

    void add(int offset, int counter, int flag, int target) {
        offsets[size] = offset;
        counters[size] = counter;
        flags[size] = flag;
        targets[size] = target;
        size++;
    }

    boolean isFull() {
        return size == lanes;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Gives lanes that are left over the work of the first; what they make of it is dropped. */
    void fillUp() {
        Arrays.fill(offsets, size, lanes, offsets[0]);
    }

    /** Writes the chaining values where they belong, and begins anew. */
    void drainTo(byte[] rows) {
        for (int lane = 0; lane < size; lane++) {
            Blake3Compression.write(values, lane, lanes, rows, targets[lane]);
        }
        size = 0;
    }
}
