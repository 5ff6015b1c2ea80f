package granary.contract.kit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;

/** Git packs that no git would write (git's {@code gitformat-pack}), and pushes of them. */
public final class Packs {
    private static final int BLOB = 3;
    private static final int OFS_DELTA = 6;
    private static final int BASE_BYTES = 0x10000;

    private Packs() {}

    /**
     * A pack of some hundred bytes with a chain of deltas. The first unfolds to {@code copies} times 64 KiB, each later
     * one to {@code copies} times the first 64 KiB of the one before.
     */
    public static byte[] deltaBomb(int copies, int depth) {
        var objects = new java.util.ArrayList<byte[]>();
        objects.add(object(BLOB, BASE_BYTES, new byte[0], new byte[BASE_BYTES]));
        long baseSize = BASE_BYTES;
        for (int i = 0; i < depth; i++) {
            byte[] delta = delta(baseSize, copies);
            int distance = objects.getLast().length;
            objects.add(object(OFS_DELTA, delta.length, offset(distance), delta));
            baseSize = (long) copies * BASE_BYTES;
        }
        return pack(objects);
    }

    /** A pack of whole objects. */
    public static byte[] of(List<GitObject> objects) {
        return pack(objects.stream()
                .map(object -> object(object.kind().code, object.content().length, new byte[0], object.content()))
                .toList());
    }

    /** An object as git stores it, right or wrong. */
    public static final class GitObject {
        private final Kind kind;
        private final byte[] content;

        public GitObject(Kind kind, byte[] content) {
            this.kind = kind;
            this.content = content.clone();
        }

        Kind kind() {
            return kind;
        }

        byte[] content() {
            return content;
        }

        /** Its id, in hex. */
        public String id() {
            var whole = new ByteArrayOutputStream();
            String head = "%s %d\0".formatted(kind.name().toLowerCase(Locale.ROOT), content.length);
            whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
            whole.writeBytes(content);
            return HexFormat.of().formatHex(sha1(whole.toByteArray()));
        }

        /** What an object can be, with the number that packs use. */
        public enum Kind {
            COMMIT(1),
            TREE(2),
            BLOB(3),
            TAG(4);

            private final int code;

            Kind(int code) {
                this.code = code;
            }
        }
    }

    /** Copies the first 64 KiB of the base again and again: one byte each. */
    private static byte[] delta(long baseSize, int copies) {
        var delta = new ByteArrayOutputStream();
        delta.writeBytes(size(baseSize));
        delta.writeBytes(size((long) copies * BASE_BYTES));
        byte[] instructions = new byte[copies];
        Arrays.fill(instructions, (byte) 0x80);
        delta.writeBytes(instructions);
        return delta.toByteArray();
    }

    private static byte[] pack(List<byte[]> objects) {
        var pack = new ByteArrayOutputStream();
        pack.writeBytes("PACK".getBytes(StandardCharsets.US_ASCII));
        pack.writeBytes(ByteBuffer.allocate(8).putInt(2).putInt(objects.size()).array());
        objects.forEach(pack::writeBytes);
        pack.writeBytes(sha1(pack.toByteArray()));
        return pack.toByteArray();
    }

    private static byte[] object(int type, int size, byte[] base, byte[] data) {
        var object = new ByteArrayOutputStream();
        int first = (type << 4) | (size & 0xf);
        int rest = size >>> 4;
        object.write(rest == 0 ? first : first | 0x80);
        if (rest > 0) {
            object.writeBytes(size(rest));
        }
        object.writeBytes(base);
        object.writeBytes(deflated(data));
        return object.toByteArray();
    }

    /** Seven bits a byte, the lowest first. */
    private static byte[] size(long size) {
        var bytes = new ByteArrayOutputStream();
        long rest = size;
        for (; rest >= 0x80; rest >>>= 7) {
            bytes.write(((int) rest & 0x7f) | 0x80);
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }

    /** Seven bits a byte, the highest first, and one less in every byte but the last. */
    private static byte[] offset(int distance) {
        byte[] reversed = new byte[5];
        int length = 0;
        reversed[length++] = (byte) (distance & 0x7f);
        for (int rest = distance >>> 7; rest > 0; rest >>>= 7) {
            rest--;
            reversed[length++] = (byte) ((rest & 0x7f) | 0x80);
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = reversed[length - 1 - i];
        }
        return bytes;
    }

    private static byte[] deflated(byte[] data) {
        try (var deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
            deflater.setInput(data);
            deflater.finish();
            var out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The body of a {@code git-receive-pack} request that makes {@code ref} point at {@code commit}. */
    public static byte[] push(String ref, String commit, byte[] pack) {
        String command = "%s %s %s\0 report-status\n".formatted("0".repeat(40), commit, ref);
        var body = new ByteArrayOutputStream();
        body.writeBytes("%04x%s0000".formatted(command.length() + 4, command).getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(pack);
        return body.toByteArray();
    }
}
