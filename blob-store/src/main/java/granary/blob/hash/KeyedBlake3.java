package granary.blob.hash;

import java.util.Arrays;

/**
 * BLAKE3-256 in keyed mode under one key. Holds no state between calls, so that all threads may share it.
 *
 * <p>Names as in the BLAKE3 paper: the input is split into kibibytes ("chunks" there, here {@code leaf}, as Xet's chunks
 * are something else), each is compressed block by block into a chaining value, and pairs of those into their parents'.
 */
public final class KeyedBlake3 {
    public static final int HASH_BYTES = 32;
    private static final int KEY_BYTES = 32;
    private static final int BLOCK_BYTES = 64;
    private static final int LEAF_BYTES = 1024;

    private static final int LEAF_START = 1;
    private static final int LEAF_END = 1 << 1;
    private static final int PARENT = 1 << 2;
    private static final int ROOT = 1 << 3;
    private static final int KEYED = 1 << 4;

    private final int[] key = new int[8];

    public KeyedBlake3(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a BLAKE3 key has 32 bytes, not " + key.length);
        }
        Blake3Compression.read(key, 0, this.key);
    }

    /** The 32-byte hash of {@code length} bytes of {@code bytes} from {@code offset} on. */
    public byte[] hash(byte[] bytes, int offset, int length) {
        byte[] hash = new byte[HASH_BYTES];
        int[] value = new int[8];
        subtree(bytes, offset, length, 0, ROOT, value);
        Blake3Compression.write(value, hash, 0);
        return hash;
    }

    /** @param leaf number of the first leaf; a count of kibibytes in an array, so its upper half is always zero */
    private void subtree(byte[] bytes, int offset, int length, int leaf, int flags, int[] value) {
        if (length <= LEAF_BYTES) {
            leaf(bytes, offset, length, leaf, flags, value);
            return;
        }
        int left = leftBytes(length);
        byte[] children = new byte[BLOCK_BYTES];
        subtree(bytes, offset, left, leaf, 0, value);
        Blake3Compression.write(value, children, 0);
        subtree(bytes, offset + left, length - left, leaf + left / LEAF_BYTES, 0, value);
        Blake3Compression.write(value, children, HASH_BYTES);
        System.arraycopy(key, 0, value, 0, key.length);
        Blake3Compression.compress(value, children, 0, BLOCK_BYTES, 0, PARENT | KEYED | flags);
    }

    /** The left subtree is full, and as large as leaves anything for the right one. */
    private static int leftBytes(int length) {
        return Integer.highestOneBit((length - 1) / LEAF_BYTES) * LEAF_BYTES;
    }

    private void leaf(byte[] bytes, int offset, int length, int leaf, int flags, int[] value) {
        System.arraycopy(key, 0, value, 0, key.length);
        int start = LEAF_START;
        int at = offset;
        int end = offset + length;
        for (; end - at > BLOCK_BYTES; at += BLOCK_BYTES) {
            Blake3Compression.compress(value, bytes, at, BLOCK_BYTES, leaf, start | KEYED);
            start = 0;
        }
        int lastFlags = start | LEAF_END | KEYED | flags;
        if (end - at == BLOCK_BYTES) {
            Blake3Compression.compress(value, bytes, at, BLOCK_BYTES, leaf, lastFlags);
        } else {
            byte[] padded = Arrays.copyOf(Arrays.copyOfRange(bytes, at, end), BLOCK_BYTES);
            Blake3Compression.compress(value, padded, 0, end - at, leaf, lastFlags);
        }
    }
}
