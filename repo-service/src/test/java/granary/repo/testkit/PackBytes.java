package granary.repo.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes packs byte by byte, such as no git would. */
public final class PackBytes {
    public static final int COMMIT = 1;
    public static final int BLOB = 3;
    public static final int REF_DELTA = 7;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public PackBytes(int declaredObjects) {
        out.writeBytes("PACK".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(ByteBuffer.allocate(8).putInt(2).putInt(declaredObjects).array());
    }

    public PackBytes object(int type, byte[] content) throws IOException {
        header(type, content.length);
        deflate(content);
        return this;
    }

    public PackBytes delta(byte[] base, byte[] delta) throws IOException {
        header(REF_DELTA, delta.length);
        out.writeBytes(base);
        deflate(delta);
        return this;
    }

    public byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.writeBytes(sha1(out.toByteArray()));
        return whole.toByteArray();
    }

    public static byte[] idOf(String type, byte[] content) {
        ByteArrayOutputStream hashed = new ByteArrayOutputStream();
        hashed.writeBytes((type + " " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
        hashed.writeBytes(content);
        return sha1(hashed.toByteArray());
    }

    /** A delta that copies the whole base over and over, until the result has {@code size} bytes. */
    public static byte[] copyingDelta(int baseSize, long size) {
        ByteArrayOutputStream delta = new ByteArrayOutputStream();
        varint(delta, baseSize);
        varint(delta, size);
        for (long made = 0; made < size; made += baseSize) {
            delta.write(0x80 | 0x10 | 0x20);
            delta.write(baseSize & 0xff);
            delta.write(baseSize >> 8);
        }
        return delta.toByteArray();
    }

    /** A delta that changes the first byte. */
    public static byte[] changingDelta(int size, int first) {
        ByteArrayOutputStream delta = new ByteArrayOutputStream();
        varint(delta, size);
        varint(delta, size);
        delta.write(1);
        delta.write(first);
        for (int offset = 1; offset < size; offset += 0xffff) {
            int length = Math.min(0xffff, size - offset);
            delta.write(0x80 | 0x0f | 0x30);
            delta.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(offset)
                    .array());
            delta.write(length & 0xff);
            delta.write(length >> 8);
        }
        return delta.toByteArray();
    }

    private static void varint(ByteArrayOutputStream target, long value) {
        long rest = value;
        while (rest >= 0x80) {
            target.write((int) ((rest & 0x7f) | 0x80));
            rest >>= 7;
        }
        target.write((int) rest);
    }

    private void header(int type, long size) {
        int first = (int) ((type << 4) | (size & 15));
        long rest = size >> 4;
        while (rest > 0) {
            out.write(first | 0x80);
            first = (int) (rest & 0x7f);
            rest >>= 7;
        }
        out.write(first);
    }

    private void deflate(byte[] content) throws IOException {
        Deflater deflater = new Deflater(9);
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater)) {
            deflated.write(content);
        }
        deflater.end();
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
