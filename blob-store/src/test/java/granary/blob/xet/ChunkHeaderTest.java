package granary.blob.xet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ChunkHeaderTest {
    private static final byte[] BYTES = HexFormat.of().parseHex("0056340102000002");

    @Test
    void writesVersionPackedSizeSchemeAndRawSize() {
        ByteBuffer target = ByteBuffer.allocate(ChunkHeader.BYTES);

        new ChunkHeader(0x013456, Compression.BG4_LZ4, 0x020000).write(target);

        assertThat(target.array()).isEqualTo(BYTES);
    }

    @Test
    void readsWhatItWrote() throws Exception {
        assertThat(ChunkHeader.read(ByteBuffer.wrap(BYTES)))
                .isEqualTo(new ChunkHeader(0x013456, Compression.BG4_LZ4, Chunker.MAX_BYTES));
    }

    @Test
    void sizesAtTheLimitAreReadAndOnePastItRefused() throws Exception {
        assertThat(read("00 000004 00 000002").packedBytes()).isEqualTo(ChunkHeader.PACKED_BYTES_MAX);
        assertThatThrownBy(() -> read("00 010004 00 000002")).isInstanceOf(XetFormatException.class);
        assertThatThrownBy(() -> read("00 000004 00 010002")).isInstanceOf(XetFormatException.class);
    }

    @Test
    void otherVersionsAndSchemesAreRefused() {
        assertThatThrownBy(() -> read("01 010000 00 010000")).hasMessageContaining("version 1");
        assertThatThrownBy(() -> read("00 010000 03 010000")).hasMessageContaining("scheme 3");
        assertThatThrownBy(() -> read("00 010000 63 010000")).hasMessageContaining("scheme 99");
    }

    private static ChunkHeader read(String hex) throws XetFormatException {
        return ChunkHeader.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }
}
