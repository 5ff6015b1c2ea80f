package granary.blob.xet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A chunk, xorb or file hash: 32 raw bytes, held as the four little-endian numbers that its string form prints
 * (xet-protocol.md §3.2).
 */
public record XetHash(long first, long second, long third, long last) implements Comparable<XetHash> {
    public static final int BYTES = 32;
    public static final XetHash ZERO = new XetHash(0, 0, 0, 0);

    /** One chunk in so many is in the index of the whole hub (xet-protocol.md §6.5). */
    private static final long ELIGIBLE_ONE_IN = 1024;

    private static final Pattern TEXT = Pattern.compile("[0-9a-f]{64}");
    private static final HexFormat HEX = HexFormat.of();
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Whether the text is the string form of a hash. */
    public static boolean isHash(String text) {
        return TEXT.matcher(text).matches();
    }

    /** From the string form: 64 lower-case hex digits, each 8-byte group reversed. */
    public static XetHash of(String text) {
        if (!isHash(text)) {
            throw new IllegalArgumentException("not a Xet hash (64 lower-case hex digits): '%s'".formatted(text));
        }
        return new XetHash(number(text, 0), number(text, 16), number(text, 32), number(text, 48));
    }

    private static long number(String text, int from) {
        return HexFormat.fromHexDigitsToLong(text, from, from + 16);
    }

    /** From the 32 raw bytes at {@code offset}. */
    public static XetHash of(byte[] raw, int offset) {
        return new XetHash(
                (long) LONG.get(raw, offset),
                (long) LONG.get(raw, offset + 8),
                (long) LONG.get(raw, offset + 16),
                (long) LONG.get(raw, offset + 24));
    }

    /** Reads 32 raw bytes from a little-endian buffer. */
    public static XetHash read(ByteBuffer source) {
        return new XetHash(source.getLong(), source.getLong(), source.getLong(), source.getLong());
    }

    /** Reads 32 raw bytes at an index of a little-endian buffer, whose position stays. */
    static XetHash read(ByteBuffer source, int at) {
        return new XetHash(
                source.getLong(at), source.getLong(at + 8), source.getLong(at + 16), source.getLong(at + 24));
    }

    /** Writes the 32 raw bytes to a little-endian buffer. */
    public void write(ByteBuffer target) {
        target.putLong(first).putLong(second).putLong(third).putLong(last);
    }

    public byte[] bytes() {
        byte[] raw = new byte[BYTES];
        write(ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN));
        return raw;
    }

    /** "hash mod n" of the protocol: the last number, unsigned, modulo {@code n}. */
    public long mod(long n) {
        return Long.remainderUnsigned(last, n);
    }

    /** Whether a chunk of this hash belongs into the index of the whole hub. */
    public boolean isEligible() {
        return mod(ELIGIBLE_ONE_IN) == 0;
    }

    /** The string form, used wherever the hash is text: URLs, keys, JSON, Merkle nodes. */
    public String text() {
        return HEX.toHexDigits(first) + HEX.toHexDigits(second) + HEX.toHexDigits(third) + HEX.toHexDigits(last);
    }

    @Override
    public int compareTo(XetHash other) {
        int order = Long.compareUnsigned(first, other.first);
        order = order != 0 ? order : Long.compareUnsigned(second, other.second);
        order = order != 0 ? order : Long.compareUnsigned(third, other.third);
        return order != 0 ? order : Long.compareUnsigned(last, other.last);
    }

    @Override
    public String toString() {
        return text();
    }
}
