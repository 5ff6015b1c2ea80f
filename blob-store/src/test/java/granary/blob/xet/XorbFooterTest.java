package granary.blob.xet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class XorbFooterTest {
    private static final XetHash ONE = XetHash.of("c28f58387a60d4aa200c311cda7c7f77f686614864f5869eadebf765d0a14a69");
    private static final XetHash TWO = XetHash.of("6e4e3263e073ce2c0e78cc770c361e2778db3b054b98ab65e277fc084fa70f22");

    /** Two chunks of 100 and 200 raw bytes, packed with their headers in 0x58 and 0xd0 bytes. */
    private static final String BYTES = "58455442 4c4f42 01" // XETBLOB, version 1
            + "f43ccd3c00c764be 59c9040e75647335 a776ee5d70363c2b 146c6b7611c09015" // hash of the xorb, §3.4
            + "58424c42 485348 00 02000000" // XBLBHSH, version 0, 2 hashes
            + "aad4607a38588fc2 777f7cda1c310c20 9e86f564486186f6 694aa1d065f7ebad"
            + "2cce73e063324e6e 271e360c77cc780e 65ab984b053bdb78 220fa74f08fc77e2"
            + "58424c42 424e44 01 02000000" // XBLBBND, version 1, 2 bounds
            + "58000000 28010000" // packed ends
            + "64000000 2c010000" // raw ends
            + "02000000 84000000 38000000" // 2 chunks; hashes 132 and bounds 56 bytes before the end
            + "00000000 00000000 00000000 00000000"
            + "ac000000"; // 172 bytes before this number

    @Test
    void writesTheBytesOfTheProtocol() {
        assertThat(HexFormat.of().formatHex(new XorbFooter(table().xorbHash(), table()).write()))
                .isEqualTo(BYTES.replace(" ", ""));
    }

    @Test
    void readsWhatItWrote() throws Exception {
        XorbFooter footer = XorbFooter.read(bytes());

        assertThat(footer.xorb()).isEqualTo(table().xorbHash());
        assertThat(footer.chunks().count()).isEqualTo(2);
        assertThat(footer.chunks().hash(1)).isEqualTo(TWO);
        assertThat(footer.chunks().packedStart(1)).isEqualTo(0x58);
        assertThat(footer.chunks().packedEnd(1)).isEqualTo(0x128);
        assertThat(footer.chunks().rawBytes(0)).isEqualTo(100);
        assertThat(footer.chunks().rawBytes(1)).isEqualTo(200);
    }

    @Test
    void aChangeOfAnyByteThatCountsIsFound() {
        byte[] good = bytes();
        int packedEnds = 40 + 12 + 64 + 12;
        for (int i = 0; i < good.length; i++) {
            boolean unused = i >= good.length - 20 && i < good.length - 4;
            boolean packedEnd = i >= packedEnds && i < packedEnds + 8; // Holds against the object's size only.
            byte[] bad = good.clone();
            bad[i] ^= 0x40;
            if (!unused && !packedEnd) {
                assertThatThrownBy(() -> XorbFooter.read(bad)).as("byte %d", i).isInstanceOf(XetFormatException.class);
            }
        }
    }

    @Test
    void theLargestXorbFitsItsFooter() throws Exception {
        var chunks = new ChunkTable();
        byte[] name = new byte[4];
        for (int i = 0; i < ChunkTable.CHUNKS_MAX; i++) {
            name[0] = (byte) i;
            name[1] = (byte) (i >> 8);
            chunks.add(XetHashes.ofChunk(name, 0, 4), 8192);
            chunks.addPacked(8200);
        }
        byte[] footer = new XorbFooter(chunks.xorbHash(), chunks).write();

        assertThat(footer).hasSize(XorbFooter.bytes(ChunkTable.CHUNKS_MAX));
        assertThat(XorbFooter.read(footer).chunks().rawBytes()).isEqualTo(64 * 1024 * 1024);
        assertThatThrownBy(() -> chunks.add(ONE, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void chunksAreFoundByHashAndByPosition() {
        ChunkTable chunks = table();

        assertThat(chunks.find(ONE)).isZero();
        assertThat(chunks.find(TWO)).isEqualTo(1);
        assertThat(chunks.find(XetHash.ZERO)).isEqualTo(-1);
        assertThat(chunks.chunkAt(0)).isZero();
        assertThat(chunks.chunkAt(99)).isZero();
        assertThat(chunks.chunkAt(100)).isEqualTo(1);
        assertThat(chunks.chunkAt(299)).isEqualTo(1);
    }

    @Test
    void ofEqualChunksTheFirstIsFound() {
        var chunks = new ChunkTable();
        for (int i = 0; i < 100; i++) {
            chunks.add(i % 2 == 0 ? ONE : TWO, 10);
        }

        assertThat(chunks.find(ONE)).isZero();
        assertThat(chunks.find(TWO)).isEqualTo(1);
    }

    private static ChunkTable table() {
        var chunks = new ChunkTable();
        chunks.add(ONE, 100);
        chunks.addPacked(0x58);
        chunks.add(TWO, 200);
        chunks.addPacked(0xD0);
        return chunks;
    }

    private static byte[] bytes() {
        return HexFormat.of().parseHex(BYTES.replace(" ", ""));
    }
}
