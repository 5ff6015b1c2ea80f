package granary.blob.xet;

import granary.blob.hash.KeyedBlake3;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** What is hashed with which key (xet-protocol.md §3.1 and §3.3). */
public final class XetHashes {
    private static final KeyedBlake3 DATA = keyed("6697f5775b9550de3135cbaca597181c9de421109beb2b58b4d0b04b93adf229");
    private static final KeyedBlake3 NODE = keyed("017ec5c7a5472996fd946666b48a02e65ddd536f37c76dd2f86352e64a53713f");
    private static final KeyedBlake3 RANGE = keyed("7f1857d6ce56ed66127ff913e7a5c3f3a4cd26d5b5db49e64124987f28fb94c3");
    private static final KeyedBlake3 FILE = new KeyedBlake3(new byte[XetHash.BYTES]);

    private XetHashes() {}

    /** The hash of a chunk's uncompressed bytes. */
    public static XetHash ofChunk(byte[] bytes, int offset, int length) {
        return XetHash.of(DATA.hash(bytes, offset, length), 0);
    }

    /**
     * The hashes of several chunks of one array, at once: faster than one by one.
     *
     * @param offsets where each chunk begins
     * @param lengths how many bytes each chunk has
     */
    public static XetHash[] ofChunks(byte[] bytes, int[] offsets, int[] lengths) {
        byte[] raw = DATA.hashAll(bytes, offsets, lengths);
        var hashes = new XetHash[offsets.length];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = XetHash.of(raw, i * XetHash.BYTES);
        }
        return hashes;
    }

    /** Proves knowledge of a term's chunk hashes. */
    public static XetHash ofRange(List<XetHash> chunks) {
        byte[] joined = new byte[chunks.size() * XetHash.BYTES];
        for (int i = 0; i < chunks.size(); i++) {
            System.arraycopy(chunks.get(i).bytes(), 0, joined, i * XetHash.BYTES, XetHash.BYTES);
        }
        return XetHash.of(RANGE.hash(joined, 0, joined.length), 0);
    }

    /** The same for chunks {@code start} to {@code end} (exclusive) of a xorb. */
    public static XetHash ofRange(ChunkTable chunks, int start, int end) {
        ByteBuffer joined = ByteBuffer.allocate((end - start) * XetHash.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = start; i < end; i++) {
            chunks.hash(i).write(joined);
        }
        return XetHash.of(RANGE.hash(joined.array(), 0, joined.position()), 0);
    }

    /** What stands for a chunk hash in a dedupe answer under this key (xet-protocol.md §3.3, "dedupe HMAC"). */
    static XetHash ofKeyed(KeyedBlake3 key, XetHash chunk) {
        return XetHash.of(key.hash(chunk.bytes(), 0, XetHash.BYTES), 0);
    }

    /** The hash of a Merkle node whose children print as {@code text}. */
    static XetHash ofNode(CharSequence text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        return XetHash.of(NODE.hash(bytes, 0, bytes.length), 0);
    }

    /** The salted hash of a whole file over the root of its chunks; the salt is all zeros everywhere. */
    static XetHash ofFile(XetHash root) {
        return XetHash.of(FILE.hash(root.bytes(), 0, XetHash.BYTES), 0);
    }

    private static KeyedBlake3 keyed(String hex) {
        return new KeyedBlake3(HexFormat.of().parseHex(hex));
    }
}
