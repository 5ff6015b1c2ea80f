package granary.blob.hash;

/** Groups bytes many at a time, as far as that goes. Holds no state, so that all threads may share it. */
interface GroupingKernel {
    /**
     * Puts byte k of each quad, from {@code offset} on, behind {@code starts[k]}.
     *
     * @return how many quads were done; the rest, too few for a step, are left to the caller
     */
    int split(byte[] source, int offset, int quads, byte[] target, int[] starts);

    /**
     * Puts the quads together again, from {@code offset} of the target on.
     *
     * @return how many quads were done
     */
    int join(byte[] source, int[] starts, int quads, byte[] target, int offset);
}
