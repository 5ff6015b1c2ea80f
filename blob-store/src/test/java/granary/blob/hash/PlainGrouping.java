package granary.blob.hash;

/** Groups in plain code, four quads at a time. */
class PlainGrouping implements GroupingKernel {
    private static final int STEP = 4;

    @Override
    public int split(byte[] source, int offset, int quads, byte[] target, int[] starts) {
        for (int i = 0; i < quads / STEP * STEP * 4; i++) {
            target[starts[i % 4] + i / 4] = source[offset + i];
        }
        return quads / STEP * STEP;
    }

    @Override
    public int join(byte[] source, int[] starts, int quads, byte[] target, int offset) {
        for (int i = 0; i < quads / STEP * STEP * 4; i++) {
            target[offset + i] = source[starts[i % 4] + i / 4];
        }
        return quads / STEP * STEP;
    }
}
