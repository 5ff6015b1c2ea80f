package granary.blob.xet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The 48 bytes that a shard begins with (xet-protocol.md §5.1): tag, version 2, size of the footer.
 *
 * @param footerBytes 200 or 0; uploads say 200 without having a footer, so nothing may depend on it
 */
record ShardHeader(long footerBytes) {
    static final int BYTES = 48;

    private static final int VERSION = 2;
    /** "HFRepoMetaData" and 18 bytes that no text begins with. */
    private static final byte[] TAG =
            HexFormat.of().parseHex("48465265706f4d6574614461746100556967456a7b815783a5bdd95ccdd14aa9");

    static ShardHeader read(ByteBuffer source) throws XetFormatException {
        if (source.remaining() < BYTES) {
            throw new XetFormatException("a shard begins with %d bytes of header, and this has %d bytes in all"
                    .formatted(BYTES, source.remaining()));
        }
        byte[] tag = new byte[TAG.length];
        source.get(tag);
        if (!Arrays.equals(tag, TAG)) {
            throw new XetFormatException("this is no shard: it does not begin with the tag HFRepoMetaData");
        }
        long version = source.getLong();
        if (version != VERSION) {
            throw new XetFormatException("the shard is of version %s, and only version %d is understood"
                    .formatted(Long.toUnsignedString(version), VERSION));
        }
        return new ShardHeader(source.getLong());
    }

    void write(ByteBuffer target) {
        target.put(TAG).putLong(VERSION).putLong(footerBytes);
    }
}
