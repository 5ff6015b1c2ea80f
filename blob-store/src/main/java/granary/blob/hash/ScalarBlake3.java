package granary.blob.hash;

import java.util.Arrays;

/** BLAKE3 one block at a time: the plain twin of the lanes, and what hashes wherever lanes cannot or do not pay. */
final class ScalarBlake3 {
    private ScalarBlake3() {}

    /** Writes the 32-byte hash of {@code length} bytes from {@code offset} on to {@code hashes} at {@code at}. */
    static void hash(int[] key, byte[] bytes, int offset, int length, byte[] hashes, int at) {
        int[] value = new int[Blake3Compression.VALUE_INTS];
        subtree(key, bytes, offset, length, 0, Blake3Compression.ROOT, value);
        Blake3Compression.write(value, hashes, at);
    }

    /** @param leaf number of the first leaf; a count of kibibytes in an array, so its upper half is always zero */
    private static void subtree(int[] key, byte[] bytes, int offset, int length, int leaf, int flags, int[] value) {
        if (length <= Blake3Compression.LEAF_BYTES) {
            leaf(key, bytes, offset, length, leaf, flags, value);
            return;
        }
        int left = leftBytes(length);
        byte[] children = new byte[Blake3Compression.BLOCK_BYTES];
        subtree(key, bytes, offset, left, leaf, 0, value);
        Blake3Compression.write(value, children, 0);
        int right = leaf + left / Blake3Compression.LEAF_BYTES;
        subtree(key, bytes, offset + left, length - left, right, 0, value);
        Blake3Compression.write(value, children, KeyedBlake3.HASH_BYTES);
        System.arraycopy(key, 0, value, 0, key.length);
        Blake3Compression.compress(
                value, children, 0, children.length, 0, Blake3Compression.PARENT | Blake3Compression.KEYED | flags);
    }

    /** The left subtree is full, and as large as leaves anything for the right one. */
    private static int leftBytes(int length) {
        return Integer.highestOneBit((length - 1) / Blake3Compression.LEAF_BYTES) * Blake3Compression.LEAF_BYTES;
    }

    /** The chaining value of leaf number {@code leaf}, of at most a kibibyte. */
    static void leaf(int[] key, byte[] bytes, int offset, int length, int leaf, int flags, int[] value) {
        System.arraycopy(key, 0, value, 0, key.length);
        int keyed = Blake3Compression.KEYED;
        int start = Blake3Compression.LEAF_START;
        int at = offset;
        int end = offset + length;
        for (; end - at > Blake3Compression.BLOCK_BYTES; at += Blake3Compression.BLOCK_BYTES) {
            Blake3Compression.compress(value, bytes, at, Blake3Compression.BLOCK_BYTES, leaf, start | keyed);
            start = 0;
        }
        int lastFlags = start | Blake3Compression.LEAF_END | keyed | flags;
        if (end - at == Blake3Compression.BLOCK_BYTES) {
            Blake3Compression.compress(value, bytes, at, end - at, leaf, lastFlags);
        } else {
            byte[] padded = Arrays.copyOf(Arrays.copyOfRange(bytes, at, end), Blake3Compression.BLOCK_BYTES);
            Blake3Compression.compress(value, padded, 0, end - at, leaf, lastFlags);
        }
    }
}
