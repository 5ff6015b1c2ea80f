package granary.blob.xet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class ShardReaderTest {
    private static final String HEADER = "48465265706f4d65746144617461 00 556967456a7b815783a5bdd95ccdd14aa9" // tag
            + "0200000000000000" // version
            + "0000000000000000"; // no footer
    private static final String BOOKEND = "ff".repeat(32) + "00".repeat(16);
    private static final String XORB = "f43ccd3c00c764be 59c9040e75647335 a776ee5d70363c2b 146c6b7611c09015";
    private static final String ONE = "aad4607a38588fc2 777f7cda1c310c20 9e86f564486186f6 694aa1d065f7ebad";
    private static final String TWO = "2cce73e063324e6e 271e360c77cc780e 65ab984b053bdb78 220fa74f08fc77e2";

    /** One file of one term, with its SHA-256; one xorb of two chunks. */
    private static final String SHARD = HEADER
            + "0100000000000000 0200000000000000 0300000000000000 0400000000000000" // file hash
            + "000000c0 01000000 0000000000000000" // verification and metadata, 1 term
            + XORB
            + "00000000 c8000000 01000000 02000000" // 200 bytes, chunks 1 to 2
            + "0500000000000000 0600000000000000 0700000000000000 0800000000000000" // range hash
            + "00000000000000000000000000000000"
            + "d8d48c93f7a1d0b3 e21343fdcf4d3a41 0e09b11cb60cace8 fbbe54918eea40b1" // SHA-256, groups reversed
            + "00000000000000000000000000000000"
            + BOOKEND
            + XORB
            + "00000000 02000000 2c010000 28010000" // 2 chunks, 300 bytes, 296 on disk
            + ONE
            + "00000000 64000000 00000000 00000000" // from byte 0, 100 bytes
            + TWO
            + "64000000 c8000000 00000080 00000000" // from byte 100, 200 bytes, to be asked for
            + BOOKEND;

    private static final int FILE_AT = 48;
    private static final int TERM_AT = FILE_AT + 48;
    private static final int XORB_AT = FILE_AT + 5 * 48;
    private static final int CHUNK_AT = XORB_AT + 48;

    private final byte[] content = SplitMix.bytes(300_000, 7);
    private final TestXorb xorb = TestXorb.of(content);
    private final TestShard shard = TestShard.of(content, xorb);

    /** What a visitor was shown. */
    private record Seen(List<ShardFile> files, List<ShardXorb> xorbs) implements ShardReader.Visitor {
        static Seen of(byte[] shard) throws IOException {
            var seen = new Seen(new ArrayList<>(), new ArrayList<>());
            ShardReader.read(shard, seen);
            return seen;
        }

        @Override
        public void file(ShardFile file) {
            files.add(file);
        }

        @Override
        public void xorb(ShardXorb xorb) {
            xorbs.add(xorb);
        }
    }

    @Test
    void readsTheBytesOfTheProtocol() throws Exception {
        Seen seen = Seen.of(bytes(SHARD));

        assertThat(seen.files())
                .containsExactly(new ShardFile(
                        new XetHash(1, 2, 3, 4),
                        List.of(new ShardTerm(hash(XORB), 200, 1, 2, new XetHash(5, 6, 7, 8))),
                        Optional.of(new Sha256("b3d0a1f7938cd4d8413a4dcffd4313e2e8ac0cb61cb1090eb140ea8e9154befb"))));
        assertThat(seen.xorbs())
                .containsExactly(new ShardXorb(
                        hash(XORB),
                        300,
                        List.of(new ShardChunk(hash(ONE), 0, 100), new ShardChunk(hash(TWO), 100, 200))));
    }

    @Test
    void theTestKitWritesWhatIsReadHere() throws Exception {
        Seen seen = Seen.of(shard.bytes());

        assertThat(seen.files()).containsExactly(TestShard.file(content, xorb));
        assertThat(seen.xorbs()).containsExactly(xorb.listed());
    }

    @Test
    void footersAndWhatFollowsTheSecondBookendMakeNoDifference() throws Exception {
        Seen plain = Seen.of(shard.bytes());

        assertThat(Seen.of(shard.bytesWithFooter())).isEqualTo(plain);
        assertThat(Seen.of(TestShard.patched(shard.bytes(), 40, 200)))
                .as("a header that promises a footer which is not there")
                .isEqualTo(plain);
        assertThat(Seen.of(Arrays.copyOf(shard.bytesWithFooter(), shard.bytes().length + 7)))
                .as("a footer that is cut short")
                .isEqualTo(plain);
    }

    @Test
    void unusedBytesMayHoldAnything() throws Exception {
        byte[] bytes = bytes(SHARD);
        byte[] filled = bytes.clone();
        int[] unused = {FILE_AT + 40, FILE_AT + 44, TERM_AT + 32, TERM_AT + 48 + 32, TERM_AT + 96 + 44, XORB_AT + 32};
        for (int at : unused) {
            filled = TestShard.patched(filled, at, 0x5A5A5A5A);
        }
        filled = TestShard.patched(filled, XORB_AT + 44, -1); // bytes on disk
        filled = TestShard.patched(filled, CHUNK_AT + 44, -1);

        assertThat(Seen.of(filled)).isEqualTo(Seen.of(bytes));
    }

    @Test
    void aShardMayListNoXorbAndNoFile() throws Exception {
        ShardFile file = TestShard.file(content, xorb);

        assertThat(Seen.of(new TestShard().with(file).bytes()).xorbs()).isEmpty();
        assertThat(Seen.of(new TestShard().with(xorb.listed()).bytes()).files()).isEmpty();
        assertThat(Seen.of(new TestShard().bytes())).isEqualTo(new Seen(List.of(), List.of()));
    }

    @Test
    void aFileNeedsNoSha256AndNoTerm() throws Exception {
        var file = new ShardFile(XetHash.ZERO, List.of(), Optional.empty());

        assertThat(Seen.of(new TestShard().with(file).bytes()).files()).containsExactly(file);
    }

    @Test
    void otherBytesAreNotTakenForAShard() {
        assertRefused(new byte[0]).hasMessageContaining("48 bytes of header");
        assertRefused(Arrays.copyOf(bytes(SHARD), 47)).hasMessageContaining("48 bytes of header");
        assertRefused("<html>".repeat(20).getBytes(StandardCharsets.US_ASCII)).hasMessageContaining("no shard");
        assertRefused(patched(31, 0)).hasMessageContaining("no shard");
        assertRefused(patched(32, 3)).hasMessageContaining("version 3");
        assertRefused(patched(36, 1)).hasMessageContaining("version 4294967298");
    }

    @Test
    void aSectionWithoutItsBookendIsRefusedWhereverItEnds() throws Exception {
        byte[] whole = bytes(SHARD);

        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length));
        }
        assertRefused(Arrays.copyOf(whole, XORB_AT - 1)).hasMessageContaining("file section, which has no bookend");
        assertRefused(Arrays.copyOf(whole, whole.length - 1))
                .hasMessageContaining("xorb section, which has no bookend");
    }

    @Test
    void aFileWithoutVerificationHashesIsRefused() {
        assertRefused(patched(FILE_AT + TestShard.FLAGS_AT, ShardFile.WITH_METADATA))
                .hasMessage("the shard's file block at byte 48 has no verification hashes (bit 31 of its flags is not"
                        + " set)");
    }

    @Test
    void countsThatDoNotFitAreRefused() {
        for (int count : new int[] {5, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            assertRefused(patched(FILE_AT + TestShard.COUNT_AT, count))
                    .hasMessageContaining(
                            "file block at byte 48 claims %s terms".formatted(Integer.toUnsignedString(count)));
        }
        assertRefused(patched(XORB_AT + TestShard.COUNT_AT, 4))
                .hasMessage(
                        "the shard's xorb block at byte %d claims 4 chunks, which do not fit into the 144 bytes that follow"
                                .formatted(XORB_AT));
        for (int count : new int[] {0, ChunkTable.CHUNKS_MAX + 1, Integer.MIN_VALUE, -1}) {
            assertRefused(patched(XORB_AT + TestShard.COUNT_AT, count))
                    .hasMessageContaining("where a xorb has 1 to 8192");
        }
    }

    @Test
    void theLargestXorbIsRead() throws Exception {
        var chunks = new ArrayList<ShardChunk>();
        for (int i = 0; i < ChunkTable.CHUNKS_MAX; i++) {
            chunks.add(new ShardChunk(new XetHash(i, 1, 1, 1), i * 8192, 8192));
        }
        var largest = new ShardXorb(XetHash.ZERO, 64 * 1024 * 1024, chunks);

        assertThat(Seen.of(new TestShard().with(largest).bytes()).xorbs()).containsExactly(largest);
    }

    @Test
    void termsThatNameNoChunksAreRefused() {
        assertTermRefused(1, 1, 100).hasMessageContaining("term 0 covers chunks 1 to 1");
        assertTermRefused(2, 1, 100);
        assertTermRefused(-1, 1, 100).hasMessageContaining("4294967295 to 1");
        assertTermRefused(0, ChunkTable.CHUNKS_MAX + 1, 100);
        assertTermRefused(0, -1, 100);
        assertTermRefused(0, 1, 0).hasMessageContaining("term 0 claims 0 bytes");
        assertTermRefused(0, 1, Chunker.MAX_BYTES + 1);
        assertTermRefused(0, 1, -1).hasMessageContaining("4294967295 bytes");
    }

    @Test
    void chunksAndXorbsOfImpossibleSizesAreRefused() {
        assertRefused(patched(CHUNK_AT + 36, 0)).hasMessageContaining("chunk 0 claims 0 bytes");
        assertRefused(patched(CHUNK_AT + 36, Chunker.MAX_BYTES + 1)).hasMessageContaining("claims 131073 bytes");
        assertRefused(patched(CHUNK_AT + 48 + 32, -1)).hasMessageContaining("chunk 1 begins at byte 4294967295");
        assertRefused(patched(XORB_AT + 40, 0)).hasMessageContaining("claims 0 bytes in 2 chunks");
        assertRefused(patched(XORB_AT + 40, 2 * Chunker.MAX_BYTES + 1)).hasMessageContaining("claims 262145 bytes");
    }

    @Test
    void aShardFullOfTermsTakesNoFurtherMemory() throws Exception {
        int terms = (ShardReader.BYTES_MAX - 4 * 48) / 96;
        byte[] full = new byte[ShardReader.BYTES_MAX];
        ByteBuffer target = ByteBuffer.wrap(full).order(ByteOrder.LITTLE_ENDIAN);
        target.put(bytes(HEADER))
                .put(new byte[32])
                .putInt(ShardFile.WITH_VERIFICATION)
                .putInt(terms)
                .putLong(0);
        for (int i = 0; i < terms; i++) {
            target.putInt(96 + i * 48 + 36, 1).putInt(96 + i * 48 + 44, 1 + i % ChunkTable.CHUNKS_MAX);
        }
        target.position(96 + terms * 96).put(bytes(BOOKEND)).put(bytes(BOOKEND));

        List<ShardTerm> read = Seen.of(full).files().getFirst().terms();

        assertThat(read).isInstanceOf(RecordList.class).hasSize(699_048);
        assertThat(read.getLast().end()).isEqualTo(1 + (terms - 1) % ChunkTable.CHUNKS_MAX);
        assertRefused(TestShard.patched(full, FILE_AT + TestShard.COUNT_AT, terms + 1));
    }

    @Test
    void whatAVisitorThrowsEndsTheReading() {
        var stop = new IOException("the xorb is not stored");

        assertThatThrownBy(() -> ShardReader.read(bytes(SHARD), new ShardReader.Visitor() {
                    @Override
                    public void file(ShardFile file) throws IOException {
                        throw stop;
                    }

                    @Override
                    public void xorb(ShardXorb xorb) {
                        throw new AssertionError("shown after the end");
                    }
                }))
                .isSameAs(stop);
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(byte[] bytes) {
        return assertThatThrownBy(() -> Seen.of(bytes)).isInstanceOf(XetFormatException.class);
    }

    private static AbstractThrowableAssert<?, ?> assertTermRefused(int start, int end, int rawBytes) {
        byte[] bytes = TestShard.patched(bytes(SHARD), TERM_AT + 36, rawBytes);
        return assertRefused(TestShard.patched(TestShard.patched(bytes, TERM_AT + 40, start), TERM_AT + 44, end));
    }

    private static byte[] patched(int at, int number) {
        return TestShard.patched(bytes(SHARD), at, number);
    }

    private static XetHash hash(String hex) {
        return XetHash.of(bytes(hex), 0);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
