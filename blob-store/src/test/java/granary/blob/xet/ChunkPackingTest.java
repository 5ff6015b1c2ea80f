package granary.blob.xet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.hash.ByteGrouping;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** By either decoder. */
@ParameterizedClass
@EnumSource(Lz4Decoder.class)
class ChunkPackingTest {
    private final ChunkPacker packer = new ChunkPacker();
    private final Lz4Decoder decoder;
    private final ChunkUnpacker unpacker;

    ChunkPackingTest(Lz4Decoder decoder) {
        this.decoder = decoder;
        this.unpacker = new ChunkUnpacker(decoder);
    }

    @Test
    void everySchemeGivesBackTheBytes() throws Exception {
        for (int length : new int[] {1, 2, 3, 4, 5, 7, 63, 4096, 65_537, 131_071, Chunker.MAX_BYTES}) {
            for (byte[] bytes : new byte[][] {random(length), text(length), floats(length), new byte[length]}) {
                for (Compression compression : Compression.values()) {
                    assertThat(unpacked(packed(compression, bytes)))
                            .as("%d bytes by %s", length, compression)
                            .isEqualTo(bytes);
                }
            }
        }
    }

    @Test
    void whatDoesNotShrinkIsStoredAsItIs() throws Exception {
        byte[] packed = packed(Compression.LZ4, random(10_000));

        assertThat(header(packed)).isEqualTo(new ChunkHeader(10_000, Compression.NONE, 10_000));
    }

    @Test
    void compressionIsChosenByWhatItSaves() {
        assertThat(packer.choose(random(60_000), 0, 60_000)).isEqualTo(Compression.NONE);
        assertThat(packer.choose(text(60_000), 0, 60_000)).isEqualTo(Compression.LZ4);
        assertThat(packer.choose(floats(60_000), 0, 60_000)).isEqualTo(Compression.BG4_LZ4);
    }

    @Test
    void groupsHoldEveryFourthByte() {
        byte[] split = new byte[10];

        ByteGrouping.split(new byte[] {-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 10, split);

        assertThat(split).containsExactly(0, 4, 8, 1, 5, 9, 2, 6, 3, 7);
    }

    @Test
    void frameBeginsAsThoseOfHfXetDo() throws Exception {
        byte[] packed = packed(Compression.LZ4, new byte[100]);

        // Header: 26 packed, scheme 1, 100 raw. Frame: magic, flags, their checksum, a block of 11, end mark.
        assertThat(HexFormat.of().formatHex(packed, 0, 8 + 7)).isEqualTo("001a000001640000" + "04224d186050fb");
        assertThat(packed).endsWith(0, 0, 0, 0);
    }

    /** As huggingface.js and other writers send them: the second block refers back into the first. */
    @Test
    void linkedBlocksAreRead() throws Exception {
        byte[] words = "the same words again, ".repeat(20).getBytes(StandardCharsets.US_ASCII);
        byte[] first = LZ4Factory.fastestInstance().fastCompressor().compress(words);
        // Token: no literals, match of 4 + 15 + 45 = 64 bytes at distance 440 = 0x01b8; then 5 literals as the end.
        byte[] second = HexFormat.of().parseHex("0f" + "b801" + "2d" + "50" + "68656c6c6f");
        ByteBuffer frame = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(0x184D2204).put((byte) 0x40).put((byte) 0x70).put((byte) 0);
        frame.putInt(first.length)
                .put(first)
                .putInt(second.length)
                .put(second)
                .putInt(0)
                .flip();
        byte[] target = new byte[440 + 64 + 5];

        Lz4Frame.decode(decoder, frame, target, 0, target.length);

        assertThat(Arrays.copyOf(target, 440)).isEqualTo(words);
        assertThat(Arrays.copyOfRange(target, 440, 504)).isEqualTo(Arrays.copyOf(words, 64));
        assertThat(Arrays.copyOfRange(target, 504, 509)).isEqualTo("hello".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void checksumsSizesAndStoredBlocksInAFrameAreRead() throws Exception {
        ByteBuffer frame = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        // Flags: version 1, independent, block checksums, content size, content checksum.
        frame.putInt(0x184D2204)
                .put((byte) 0b0111_1100)
                .put((byte) 0x40)
                .putLong(3)
                .put((byte) 0);
        frame.putInt(0x8000_0003)
                .put(new byte[] {7, 8, 9})
                .putInt(0xABCD)
                .putInt(0)
                .putInt(0x1234)
                .flip();
        byte[] target = new byte[3];

        Lz4Frame.decode(decoder, frame, target, 0, 3);

        assertThat(target).containsExactly(7, 8, 9);
    }

    @Test
    void aFrameOfAnotherLengthThanItsHeaderSaysIsRefused() throws Exception {
        byte[] packed = packed(Compression.LZ4, text(5000));
        ChunkHeader header = header(packed);
        ByteBuffer payload = ByteBuffer.wrap(packed, 8, packed.length - 8);

        for (int rawBytes : new int[] {0, 4999, 5001}) {
            var wrong = new ChunkHeader(header.packedBytes(), header.compression(), rawBytes);
            assertThatThrownBy(() -> unpacker.unpack(wrong, payload, new byte[6000], 0))
                    .isInstanceOf(XetFormatException.class);
        }
    }

    private byte[] packed(Compression compression, byte[] bytes) {
        byte[] target = new byte[bytes.length + 100];
        int end = packer.pack(compression, bytes, 0, bytes.length, target, 0);
        return Arrays.copyOf(target, end);
    }

    private byte[] unpacked(byte[] packed) throws XetFormatException {
        ChunkHeader header = header(packed);
        byte[] raw = new byte[header.rawBytes() + 2];
        unpacker.unpack(header, ByteBuffer.wrap(packed, 8, packed.length - 8), raw, 1);
        assertThat(raw[0]).isZero();
        assertThat(raw[raw.length - 1]).isZero();
        return Arrays.copyOfRange(raw, 1, raw.length - 1);
    }

    private static ChunkHeader header(byte[] packed) throws XetFormatException {
        return ChunkHeader.read(ByteBuffer.wrap(packed));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] text(int length) {
        String[] words = {"the ", "quick ", "brown ", "foxes ", "jumped ", "over ", "lazy ", "dogs. "};
        var random = new Random(length);
        var text = new StringBuilder();
        while (text.length() < length) {
            text.append(words[random.nextInt(words.length)]);
        }
        return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] floats(int length) {
        var random = new Random(length);
        ByteBuffer bytes = ByteBuffer.allocate(length + 4).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.remaining() >= 4) {
            bytes.putInt(Float.floatToIntBits((float) random.nextGaussian() * 0.02f) & 0xFFFF_0000);
        }
        return Arrays.copyOf(bytes.array(), length);
    }
}
