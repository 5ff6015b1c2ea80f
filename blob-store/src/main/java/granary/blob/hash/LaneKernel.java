package granary.blob.hash;

/** Compresses as many leaves or parents at once as it has lanes. Holds no state, so that all threads may share it. */
interface LaneKernel {
    int lanes();

    /** Compresses the whole leaf of {@code bytes} that each lane of the group names into the group's values. */
    void leaves(byte[] bytes, int[] key, LaneGroup group);

    /** Compresses the parent whose children stand in {@code rows} where each lane of the group names them. */
    void parents(byte[] rows, int[] key, LaneGroup group);
}
