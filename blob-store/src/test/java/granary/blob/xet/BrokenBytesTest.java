package granary.blob.xet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever bytes a stranger sends, reading them ends well or in a {@link XetFormatException}, and in nothing else. */
class BrokenBytesTest {
    private static final int CASES = 20_000;

    private int refused;
    private int read;

    /** Reads bytes that were spoiled. */
    private interface Reading {
        void of(byte[] bytes) throws Exception;
    }

    @Test
    void shards() {
        byte[] content = SplitMix.bytes(400_000, 5);
        List<byte[]> chunks = TestXorb.chunksOf(content);
        TestXorb first = TestXorb.ofChunks(chunks.subList(0, 2));
        TestXorb second = TestXorb.ofChunks(chunks.subList(2, chunks.size()));
        TestShard shard = TestShard.of(content, first, second).with(TestShard.file(chunks.get(1), first));

        spoil(shard.bytes(), bytes -> ShardReader.read(bytes, new Walk()));
        spoil(shard.bytesWithFooter(), bytes -> ShardReader.read(bytes, new Walk()));

        assertBothHappened();
    }

    @Test
    void xorbFooters() {
        TestXorb xorb = TestXorb.of(SplitMix.bytes(400_000, 5));
        byte[] footer = xorb.footer().write();

        spoil(footer, bytes -> {
            ChunkTable chunks = XorbFooter.read(bytes).chunks();
            assertThat(chunks.xorbHash()).isEqualTo(xorb.hash());
        });

        assertBothHappened();
    }

    @Test
    void chunksOfEveryScheme() {
        byte[] text = "a few words, and a few words more, ".repeat(150).getBytes(StandardCharsets.US_ASCII);
        for (Compression compression : Compression.values()) {
            byte[] region = TestXorb.packed(compression, List.of(text)).bytes();
            spoil(region, bytes -> unpackAll(bytes, ChunkUnpacker.ofStrangers()));
            spoil(region, bytes -> unpackAll(bytes, ChunkUnpacker.ofStored()));
        }

        assertBothHappened();
    }

    /** A frame of two blocks with all that a frame may have: content size, checksums of blocks and content. */
    @Test
    void framesOfSeveralBlocks() {
        byte[] words = "the same words again, ".repeat(20).getBytes(StandardCharsets.US_ASCII);
        byte[] target = new byte[Lz4Frame.encodedBytesMax(words.length)];
        int length = Lz4Frame.encode(words, 0, words.length, target);
        byte[] block = Arrays.copyOfRange(target, 11, length - 4);
        ByteBuffer frame = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(0x184D2204)
                .put((byte) 0b0101_1100)
                .put((byte) 0x40)
                .putLong(880)
                .put((byte) 0);
        frame.putInt(block.length).put(block).putInt(0xABCD);
        frame.putInt(words.length | 0x8000_0000).put(words).putInt(0xABCD);
        frame.putInt(0).putInt(0x1234);

        spoil(Arrays.copyOf(frame.array(), frame.position()), bytes -> decodeByBoth(bytes, 880));

        assertBothHappened();
    }

    /** One block of many short literals and matches. */
    @Test
    void framesOfManyMatches() {
        byte[] words = new byte[4000];
        var random = new Random(1);
        for (int i = 0; i < words.length; i++) {
            words[i] = (byte) ("granary ".charAt(i % 8) + random.nextInt(5) / 4);
        }
        byte[] frame = new byte[Lz4Frame.encodedBytesMax(words.length)];
        int length = Lz4Frame.encode(words, 0, words.length, frame);

        spoil(Arrays.copyOf(frame, length), bytes -> decodeByBoth(bytes, words.length));

        assertBothHappened();
    }

    /** What Java can decode, native code decodes to the same; neither writes beside its target. */
    private static void decodeByBoth(byte[] frame, int rawBytes) throws XetFormatException {
        byte[] natively = new byte[1 + rawBytes + 1];
        boolean refused = false;
        try {
            Lz4Frame.decode(Lz4Decoder.NATIVE, ByteBuffer.wrap(frame), natively, 1, rawBytes);
        } catch (XetFormatException e) {
            refused = true;
        }
        assertThat(natively[0] | natively[rawBytes + 1])
                .as("bytes beside the target")
                .isZero();
        byte[] raw = new byte[1 + rawBytes + 1];

        Lz4Frame.decode(Lz4Decoder.JAVA, ByteBuffer.wrap(frame), raw, 1, rawBytes);

        assertThat(refused).isFalse();
        assertThat(raw).isEqualTo(natively);
        assertThat(raw[0] | raw[rawBytes + 1]).as("bytes beside the target").isZero();
    }

    private void spoil(byte[] good, Reading reading) {
        var mutations = new Mutations(good.length);
        for (int round = 0; round < CASES; round++) {
            byte[] bytes = mutations.of(good);
            try {
                reading.of(bytes);
                read++;
            } catch (XetFormatException e) {
                assertThat(e).hasMessageMatching("(?s).{10,}");
                refused++;
            } catch (Exception e) {
                throw new AssertionError("round %d".formatted(round), e);
            }
        }
    }

    /** Else the cases are too tame, or too wild to get past the first check. */
    private void assertBothHappened() {
        assertThat(refused).isGreaterThan(CASES / 4);
        assertThat(read).isGreaterThan(CASES / 100);
    }

    private static void unpackAll(byte[] region, ChunkUnpacker unpacker) throws XetFormatException {
        ByteBuffer source = ByteBuffer.wrap(region).order(ByteOrder.LITTLE_ENDIAN);
        while (source.remaining() >= ChunkHeader.BYTES) {
            ChunkHeader header = ChunkHeader.read(source);
            byte[] raw = new byte[header.rawBytes()];
            unpacker.unpack(header, source, raw, 0);
            source.position(source.position() + header.packedBytes());
        }
    }

    /** Looks at every record. */
    private static final class Walk implements ShardReader.Visitor {
        @Override
        public void file(ShardFile file) {
            for (ShardTerm term : file.terms()) {
                assertThat(term.start()).isNotNegative().isLessThan(term.end());
                assertThat(term.rawBytes()).isPositive();
            }
        }

        @Override
        public void xorb(ShardXorb xorb) {
            for (ShardChunk chunk : xorb.chunks()) {
                assertThat(chunk.rawBytes()).isPositive().isLessThanOrEqualTo(Chunker.MAX_BYTES);
            }
        }
    }
}
