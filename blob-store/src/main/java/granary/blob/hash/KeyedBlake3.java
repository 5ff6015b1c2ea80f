package granary.blob.hash;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * BLAKE3-256 in keyed mode under one key. Holds no state between calls, so that all threads may share it.
 *
 * <p>Names as in the BLAKE3 paper: the input is split into kibibytes ("chunks" there, here {@code leaf}, as Xet's chunks
 * are something else), each is compressed block by block into a chaining value, and pairs of those into their parents'.
 */
public final class KeyedBlake3 {
    public static final int HASH_BYTES = 32;
    static final int KEY_BYTES = 32;

    /** With fewer leaves in all, most lanes would idle. */
    private static final int LANES_PAY_FROM_BYTES = 3 * Blake3Compression.LEAF_BYTES;

    private final int[] key = new int[Blake3Compression.VALUE_INTS];
    private final Supplier<Optional<LaneKernel>> kernel;

    public KeyedBlake3(byte[] key) {
        this(key, Kernels::lanes);
    }

    KeyedBlake3(byte[] key, Supplier<Optional<LaneKernel>> kernel) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a BLAKE3 key has 32 bytes, not " + key.length);
        }
        Blake3Compression.read(key, 0, this.key);
        this.kernel = kernel;
    }

    /** The 32-byte hash of {@code length} bytes of {@code bytes} from {@code offset} on. */
    public byte[] hash(byte[] bytes, int offset, int length) {
        if (length >= LANES_PAY_FROM_BYTES) {
            return hashAll(bytes, new int[] {offset}, new int[] {length});
        }
        Objects.checkFromIndexSize(offset, length, bytes.length);
        byte[] hash = new byte[HASH_BYTES];
        ScalarBlake3.hash(key, bytes, offset, length, hash, 0);
        return hash;
    }

    /**
     * The hashes of several parts of one array, one behind the other. Faster than one by one, the more so the smaller
     * the parts are.
     *
     * @param offsets where each part begins
     * @param lengths how many bytes each part has
     */
    public byte[] hashAll(byte[] bytes, int[] offsets, int[] lengths) {
        requireWithin(bytes, offsets, lengths);
        byte[] hashes = new byte[Math.multiplyExact(offsets.length, HASH_BYTES)];
        Optional<LaneKernel> lanes = lanesPay(lengths) ? kernel.get() : Optional.empty();
        if (lanes.isPresent()) {
            new LaneTree(lanes.get(), key, lengths).hash(bytes, offsets, lengths, hashes);
        } else {
            for (int i = 0; i < offsets.length; i++) {
                ScalarBlake3.hash(key, bytes, offsets[i], lengths[i], hashes, i * HASH_BYTES);
            }
        }
        return hashes;
    }

    private static void requireWithin(byte[] bytes, int[] offsets, int[] lengths) {
        if (offsets.length != lengths.length) {
            throw new IllegalArgumentException("%d offsets, but %d lengths".formatted(offsets.length, lengths.length));
        }
        for (int i = 0; i < offsets.length; i++) {
            Objects.checkFromIndexSize(offsets[i], lengths[i], bytes.length);
        }
    }

    private static boolean lanesPay(int[] lengths) {
        long bytes = 0;
        for (int length : lengths) {
            bytes += length < Blake3Compression.LEAF_BYTES ? 0 : length;
        }
        return bytes >= LANES_PAY_FROM_BYTES;
    }
}
