package granary.blob.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The compression function of BLAKE3 (paper, section 2.2), one block at a time.
 *
 * <p>State and message live in local variables: as arrays they cost half the speed. That makes one long method; seven
 * copies of the round, instead of the loop, would be past what the JIT compiles.
 */
final class Blake3Compression {
    static final int BLOCK_BYTES = 64;
    static final int LEAF_BYTES = 1024;
    /** Numbers in a chaining value. */
    static final int VALUE_INTS = 8;

    static final int LEAF_START = 1;
    static final int LEAF_END = 1 << 1;
    static final int PARENT = 1 << 2;
    static final int ROOT = 1 << 3;
    static final int KEYED = 1 << 4;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final int ROUNDS = 7;

    private Blake3Compression() {}

    /** Reads eight numbers from 32 bytes. */
    static void read(byte[] source, int offset, int[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = (int) INT.get(source, offset + i * Integer.BYTES);
        }
    }

    /** Writes the eight numbers of a chaining value as 32 bytes. */
    static void write(int[] value, byte[] target, int offset) {
        write(value, 0, 1, target, offset);
    }

    /** Writes a chaining value whose numbers are at {@code from} and every {@code step} behind it. */
    static void write(int[] values, int from, int step, byte[] target, int offset) {
        for (int i = 0; i < VALUE_INTS; i++) {
            INT.set(target, offset + i * Integer.BYTES, values[from + i * step]);
        }
    }

    /**
     * Replaces a chaining value by that of it and one block of 64 bytes.
     *
     * @param length how many of the block's bytes are input; the rest are zeros
     * @param counter lower half of the block counter; the upper is zero
     */
    static void compress(int[] value, byte[] block, int offset, int length, int counter, int flags) {
        int m0 = (int) INT.get(block, offset);
        int m1 = (int) INT.get(block, offset + 4);
        int m2 = (int) INT.get(block, offset + 8);
        int m3 = (int) INT.get(block, offset + 12);
        int m4 = (int) INT.get(block, offset + 16);
        int m5 = (int) INT.get(block, offset + 20);
        int m6 = (int) INT.get(block, offset + 24);
        int m7 = (int) INT.get(block, offset + 28);
        int m8 = (int) INT.get(block, offset + 32);
        int m9 = (int) INT.get(block, offset + 36);
        int m10 = (int) INT.get(block, offset + 40);
        int m11 = (int) INT.get(block, offset + 44);
        int m12 = (int) INT.get(block, offset + 48);
        int m13 = (int) INT.get(block, offset + 52);
        int m14 = (int) INT.get(block, offset + 56);
        int m15 = (int) INT.get(block, offset + 60);
        int v0 = value[0];
        int v1 = value[1];
        int v2 = value[2];
        int v3 = value[3];
        int v4 = value[4];
        int v5 = value[5];
        int v6 = value[6];
        int v7 = value[7];
        int v8 = 0x6A09E667;
        int v9 = 0xBB67AE85;
        int v10 = 0x3C6EF372;
        int v11 = 0xA54FF53A;
        int v12 = counter;
        int v13 = 0;
        int v14 = length;
        int v15 = flags;
        for (int round = 1; ; round++) {
            // Columns, four at a time so that the processor can work on all of them at once.
            v0 += v4 + m0;
            v12 = Integer.rotateRight(v12 ^ v0, 16);
            v8 += v12;
            v4 = Integer.rotateRight(v4 ^ v8, 12);
            v1 += v5 + m2;
            v13 = Integer.rotateRight(v13 ^ v1, 16);
            v9 += v13;
            v5 = Integer.rotateRight(v5 ^ v9, 12);
            v2 += v6 + m4;
            v14 = Integer.rotateRight(v14 ^ v2, 16);
            v10 += v14;
            v6 = Integer.rotateRight(v6 ^ v10, 12);
            v3 += v7 + m6;
            v15 = Integer.rotateRight(v15 ^ v3, 16);
            v11 += v15;
            v7 = Integer.rotateRight(v7 ^ v11, 12);
            v0 += v4 + m1;
            v12 = Integer.rotateRight(v12 ^ v0, 8);
            v8 += v12;
            v4 = Integer.rotateRight(v4 ^ v8, 7);
            v1 += v5 + m3;
            v13 = Integer.rotateRight(v13 ^ v1, 8);
            v9 += v13;
            v5 = Integer.rotateRight(v5 ^ v9, 7);
            v2 += v6 + m5;
            v14 = Integer.rotateRight(v14 ^ v2, 8);
            v10 += v14;
            v6 = Integer.rotateRight(v6 ^ v10, 7);
            v3 += v7 + m7;
            v15 = Integer.rotateRight(v15 ^ v3, 8);
            v11 += v15;
            v7 = Integer.rotateRight(v7 ^ v11, 7);
            // Diagonals.
            v0 += v5 + m8;
            v15 = Integer.rotateRight(v15 ^ v0, 16);
            v10 += v15;
            v5 = Integer.rotateRight(v5 ^ v10, 12);
            v1 += v6 + m10;
            v12 = Integer.rotateRight(v12 ^ v1, 16);
            v11 += v12;
            v6 = Integer.rotateRight(v6 ^ v11, 12);
            v2 += v7 + m12;
            v13 = Integer.rotateRight(v13 ^ v2, 16);
            v8 += v13;
            v7 = Integer.rotateRight(v7 ^ v8, 12);
            v3 += v4 + m14;
            v14 = Integer.rotateRight(v14 ^ v3, 16);
            v9 += v14;
            v4 = Integer.rotateRight(v4 ^ v9, 12);
            v0 += v5 + m9;
            v15 = Integer.rotateRight(v15 ^ v0, 8);
            v10 += v15;
            v5 = Integer.rotateRight(v5 ^ v10, 7);
            v1 += v6 + m11;
            v12 = Integer.rotateRight(v12 ^ v1, 8);
            v11 += v12;
            v6 = Integer.rotateRight(v6 ^ v11, 7);
            v2 += v7 + m13;
            v13 = Integer.rotateRight(v13 ^ v2, 8);
            v8 += v13;
            v7 = Integer.rotateRight(v7 ^ v8, 7);
            v3 += v4 + m15;
            v14 = Integer.rotateRight(v14 ^ v3, 8);
            v9 += v14;
            v4 = Integer.rotateRight(v4 ^ v9, 7);
            if (round == ROUNDS) {
                break;
            }
            // The message in the order of the next round, along the cycles of the permutation.
            int first = m0;
            m0 = m2;
            m2 = m3;
            m3 = m10;
            m10 = m12;
            m12 = m9;
            m9 = m11;
            m11 = m5;
            m5 = first;
            first = m1;
            m1 = m6;
            m6 = m4;
            m4 = m7;
            m7 = m13;
            m13 = m14;
            m14 = m15;
            m15 = m8;
            m8 = first;
        }
        value[0] = v0 ^ v8;
        value[1] = v1 ^ v9;
        value[2] = v2 ^ v10;
        value[3] = v3 ^ v11;
        value[4] = v4 ^ v12;
        value[5] = v5 ^ v13;
        value[6] = v6 ^ v14;
        value[7] = v7 ^ v15;
    }
}
