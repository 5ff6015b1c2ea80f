package granary.blob.xet;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What follows the chunk region of a stored xorb: the "V1" footer (xet-protocol.md §4.5) and its length. All numbers are
 * little-endian, offsets count back from the end of the footer:
 *
 * <pre>
 * "XETBLOB" u8=1  xorb hash[32]
 * "XBLBHSH" u8=0  u32 n  n × chunk hash[32]
 * "XBLBBND" u8=1  u32 n  n × u32 packed end  n × u32 raw end
 * u32 n  u32 offset of the hashes  u32 offset of the bounds  16 bytes, unused
 * u32 length of all the above
 * </pre>
 *
 * @param xorb the xorb's hash, which reading proves to be the aggregate of the chunk hashes
 * @param chunks the chunks
 */
public record XorbFooter(XetHash xorb, ChunkTable chunks) {
    private static final String IDENT = "XETBLOB";
    private static final String HASHES_IDENT = "XBLBHSH";
    private static final String BOUNDS_IDENT = "XBLBBND";
    private static final int VERSION = 1;
    private static final int HASHES_VERSION = 0;
    private static final int BOUNDS_VERSION = 1;
    private static final int UNUSED_BYTES = 16;
    private static final int FIXED_BYTES = 92;
    private static final int CHUNK_BYTES = XetHash.BYTES + 4 + 4;
    private static final int LENGTH_BYTES = 4;

    /** How many bytes follow the chunk region of a xorb of so many chunks, the length included. */
    public static int bytes(int chunks) {
        return FIXED_BYTES + CHUNK_BYTES * chunks + LENGTH_BYTES;
    }

    /** Whether a footer of any version begins here, where the next chunk would. There must be 8 bytes. */
    public static boolean beginsAt(byte[] bytes, int at) {
        return IDENT.equals(new String(bytes, at, IDENT.length(), StandardCharsets.ISO_8859_1));
    }

    /** Footer and length, as the end of a stored xorb. */
    public byte[] write() {
        int n = chunks.count();
        ByteBuffer target = ByteBuffer.allocate(bytes(n)).order(ByteOrder.LITTLE_ENDIAN);
        writeIdent(target, IDENT, VERSION);
        xorb.write(target);
        writeIdent(target, HASHES_IDENT, HASHES_VERSION);
        target.putInt(n);
        for (int i = 0; i < n; i++) {
            chunks.hash(i).write(target);
        }
        writeIdent(target, BOUNDS_IDENT, BOUNDS_VERSION);
        target.putInt(n);
        for (int i = 0; i < n; i++) {
            target.putInt(chunks.packedEnd(i));
        }
        for (int i = 0; i < n; i++) {
            target.putInt(chunks.rawEnd(i));
        }
        target.putInt(n).putInt(52 + CHUNK_BYTES * n).putInt(40 + 8 * n).put(new byte[UNUSED_BYTES]);
        return target.putInt(target.position()).array();
    }

    /** Reads what {@link #write} wrote. Every number is checked, and that the chunk hashes add up to the xorb's. */
    public static XorbFooter read(byte[] tail) throws XetFormatException {
        ByteBuffer source = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        try {
            return read(source);
        } catch (BufferUnderflowException e) {
            throw new XetFormatException("xorb footer is cut short");
        }
    }

    private static XorbFooter read(ByteBuffer source) throws XetFormatException {
        requireIdent(source, IDENT, VERSION);
        XetHash xorb = XetHash.read(source);
        requireIdent(source, HASHES_IDENT, HASHES_VERSION);
        int n = source.getInt();
        if (n < 1 || n > ChunkTable.CHUNKS_MAX || source.limit() != bytes(n)) {
            throw new XetFormatException("xorb footer of %d bytes claims %d chunks".formatted(source.limit(), n));
        }
        ChunkTable chunks = readChunks(source, n);
        int footerBytes = bytes(n) - LENGTH_BYTES;
        boolean offsetsAgree =
                source.getInt() == n && source.getInt() == 52 + CHUNK_BYTES * n && source.getInt() == 40 + 8 * n;
        source.position(source.position() + UNUSED_BYTES);
        if (!offsetsAgree || source.getInt() != footerBytes) {
            throw new XetFormatException("xorb footer contradicts itself");
        }
        if (!chunks.xorbHash().equals(xorb)) {
            throw new XetFormatException("chunk hashes do not add up to the xorb's " + xorb);
        }
        return new XorbFooter(xorb, chunks);
    }

    private static ChunkTable readChunks(ByteBuffer source, int n) throws XetFormatException {
        ByteBuffer hashes = source.slice(source.position(), n * XetHash.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.position(source.position() + n * XetHash.BYTES);
        requireIdent(source, BOUNDS_IDENT, BOUNDS_VERSION);
        if (source.getInt() != n) {
            throw new XetFormatException("xorb footer contradicts itself");
        }
        int bounds = source.position();
        var chunks = new ChunkTable(n);
        for (int i = 0; i < n; i++) {
            int packedBytes = source.getInt(bounds + 4 * i) - chunks.packedStart(i);
            int rawBytes = source.getInt(bounds + 4 * (n + i)) - chunks.rawStart(i);
            requireSizes(packedBytes, rawBytes);
            chunks.add(XetHash.read(hashes), rawBytes);
            chunks.addPacked(packedBytes);
        }
        source.position(bounds + 8 * n);
        return chunks;
    }

    private static void requireSizes(int packedBytes, int rawBytes) throws XetFormatException {
        boolean right = packedBytes >= ChunkHeader.BYTES
                && packedBytes <= ChunkHeader.BYTES + ChunkHeader.PACKED_BYTES_MAX
                && rawBytes >= 1
                && rawBytes <= Chunker.MAX_BYTES;
        if (!right) {
            throw new XetFormatException("xorb footer has a chunk of %d bytes".formatted(rawBytes));
        }
    }

    private static void writeIdent(ByteBuffer target, String ident, int version) {
        target.put(ident.getBytes(StandardCharsets.US_ASCII)).put((byte) version);
    }

    private static void requireIdent(ByteBuffer source, String ident, int version) throws XetFormatException {
        byte[] found = new byte[ident.length()];
        source.get(found);
        if (!ident.equals(new String(found, StandardCharsets.ISO_8859_1)) || source.get() != version) {
            throw new XetFormatException("xorb footer has no %s of version %d".formatted(ident, version));
        }
    }
}
