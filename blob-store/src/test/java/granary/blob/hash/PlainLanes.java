package granary.blob.hash;

/** Lane after lane in plain code: right, and slow. */
class PlainLanes implements LaneKernel {
    private final int lanes;

    PlainLanes(int lanes) {
        this.lanes = lanes;
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public void leaves(byte[] bytes, int[] key, LaneGroup group) {
        for (int lane = 0; lane < lanes; lane++) {
            int[] value = new int[8];
            ScalarBlake3.leaf(key, bytes, group.offsets[lane], 1024, group.counters[lane], 0, value);
            put(value, lane, group);
        }
    }

    @Override
    public void parents(byte[] rows, int[] key, LaneGroup group) {
        for (int lane = 0; lane < lanes; lane++) {
            int[] value = key.clone();
            Blake3Compression.compress(value, rows, group.offsets[lane], 64, 0, group.flags[lane]);
            put(value, lane, group);
        }
    }

    private void put(int[] value, int lane, LaneGroup group) {
        for (int i = 0; i < value.length; i++) {
            group.values[i * lanes + lane] = value[i];
        }
    }
}
