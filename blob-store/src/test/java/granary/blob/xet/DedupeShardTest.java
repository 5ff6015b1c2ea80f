package granary.blob.xet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.xet.DedupeShard.Xorb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.codec.digest.Blake3;
import org.junit.jupiter.api.Test;

class DedupeShardTest {
    private static final Instant CREATED = Instant.ofEpochSecond(0x6789ABCD, 999_999_999);
    private static final Instant EXPIRES = CREATED.plusSeconds(604_800);

    private final byte[] key = SplitMix.bytes(32, 1);
    private final DedupeShard dedupe = new DedupeShard(key, CREATED, EXPIRES);

    @Test
    void writesTheBytesOfTheProtocol() {
        var chunks = new ChunkTable();
        XetHash one = new XetHash(1, 2, 3, 4);
        XetHash two = new XetHash(5, 6, 7, 8);
        chunks.add(one, 100);
        chunks.add(two, 200);

        byte[] answer = dedupe.write(List.of(new Xorb(new XetHash(9, 10, 11, 12), chunks, range(0, 2))));

        assertThat(HexFormat.of().formatHex(answer))
                .isEqualTo(
                        ("48465265706f4d65746144617461 00 556967456a7b815783a5bdd95ccdd14aa9" // tag
                                        + "0200000000000000 c800000000000000" // version, size of the footer
                                        + bookend()
                                        + "0900000000000000 0a00000000000000 0b00000000000000 0c00000000000000" // xorb
                                        + "00000000 02000000 2c010000 00000000" // 2 chunks, 300 bytes, none said of the
                                        // disk
                                        + keyed(one)
                                        + "00000000 64000000 00000000 00000000" // from byte 0, 100 bytes
                                        + keyed(two)
                                        + "64000000 c8000000 00000000 00000000" // from byte 100, 200 bytes
                                        + bookend()
                                        + footer())
                                .replace(" ", ""));
    }

    private String footer() {
        return "0100000000000000" // version
                + "3000000000000000 6000000000000000" // sections from 48 and 96
                + "2001000000000000 0000000000000000".repeat(3) // no look-up tables, all at 288
                + HexFormat.of().formatHex(key)
                + "cdab896700000000 4de6926700000000" // created, expires
                + "00".repeat(48)
                + "0000000000000000 0000000000000000 2c01000000000000" // on disk, of files, of xorbs
                + "2001000000000000"; // footer from 288
    }

    private static String bookend() {
        return "ff".repeat(32) + "00".repeat(16);
    }

    /** By the reference implementation. */
    private XetHash keyedHash(XetHash chunk) {
        return XetHash.of(Blake3.initKeyedHash(key).update(chunk.bytes()).doFinalize(XetHash.BYTES), 0);
    }

    private String keyed(XetHash chunk) {
        return HexFormat.of().formatHex(keyedHash(chunk).bytes());
    }

    private static BitSet range(int start, int end) {
        var range = new BitSet();
        range.set(start, end);
        return range;
    }

    @Test
    void namesTheXorbsAndHidesTheHashesOfAllTheirChunks() throws Exception {
        List<TestXorb> xorbs =
                List.of(TestXorb.of(SplitMix.bytes(500_000, 2)), TestXorb.of(SplitMix.bytes(900_000, 3)));

        byte[] answer = dedupe.write(xorbs.stream()
                .map(xorb -> new Xorb(
                        xorb.hash(), xorb.table(), range(0, xorb.table().count())))
                .toList());

        List<ShardXorb> listed = listed(answer);
        assertThat(listed)
                .extracting(ShardXorb::hash)
                .isEqualTo(xorbs.stream().map(TestXorb::hash).toList());
        for (int i = 0; i < listed.size(); i++) {
            List<ShardChunk> plain = xorbs.get(i).listed().chunks();
            List<ShardChunk> hidden = listed.get(i).chunks();
            assertThat(hidden).hasSameSizeAs(plain);
            for (int chunk = 0; chunk < plain.size(); chunk++) {
                ShardChunk expected = plain.get(chunk);
                assertThat(hidden.get(chunk))
                        .isEqualTo(
                                new ShardChunk(keyedHash(expected.hash()), expected.rawStart(), expected.rawBytes()));
            }
        }
    }

    /** A client may know of some chunks of a xorb only: numbers count from the xorb's first chunk, so all are listed. */
    @Test
    void chunksThatAreNotShownKeepTheirPlaceAndTellNothing() throws Exception {
        TestXorb xorb = TestXorb.of(SplitMix.bytes(500_000, 2));
        var asked = new Xorb(xorb.hash(), xorb.table(), range(2, 4));

        List<ShardChunk> first = listed(dedupe.write(List.of(asked))).getFirst().chunks();
        List<ShardChunk> second =
                listed(dedupe.write(List.of(asked))).getFirst().chunks();

        assertThat(first).hasSize(xorb.table().count());
        for (int chunk = 0; chunk < first.size(); chunk++) {
            ShardChunk plain = xorb.listed().chunks().get(chunk);
            boolean isShown = chunk == 2 || chunk == 3;
            assertThat(first.get(chunk).rawStart()).isEqualTo(plain.rawStart());
            assertThat(first.get(chunk).rawBytes()).isEqualTo(plain.rawBytes());
            assertThat(first.get(chunk).hash().equals(keyedHash(plain.hash())))
                    .as("chunk %d is shown", chunk)
                    .isEqualTo(isShown);
            assertThat(first.get(chunk).equals(second.get(chunk)))
                    .as("chunk %d is the same in two answers", chunk)
                    .isEqualTo(isShown);
        }
    }

    @Test
    void anAnswerMayBeEmpty() throws Exception {
        byte[] answer = dedupe.write(List.of());

        assertThat(answer).hasSize(48 + 2 * 48 + 200);
        assertThat(listed(answer)).isEmpty();
        assertThat(ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN).getLong(answer.length - 8))
                .isEqualTo(144);
    }

    @Test
    void keysThatHideNothingAndTimesThatNeverWereAreRefused() {
        assertThatThrownBy(() -> new DedupeShard(new byte[32], CREATED, EXPIRES))
                .hasMessageContaining("zeros");
        assertThatThrownBy(() -> new DedupeShard(Arrays.copyOf(key, 31), CREATED, EXPIRES))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DedupeShard(key, CREATED, CREATED)).hasMessageContaining("expires");
    }

    private static List<ShardXorb> listed(byte[] shard) throws IOException {
        var listed = new ArrayList<ShardXorb>();
        ShardReader.read(shard, new ShardReader.Visitor() {
            @Override
            public void file(ShardFile file) {
                throw new AssertionError("an answer has no files");
            }

            @Override
            public void xorb(ShardXorb xorb) {
                listed.add(xorb);
            }
        });
        return listed;
    }
}
