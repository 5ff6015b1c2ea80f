package granary.blob.xet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class XetHashTest {
    private static final byte[] RAW =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final String TEXT = "07060504030201000f0e0d0c0b0a090817161514131211101f1e1d1c1b1a1918";

    @Test
    void textReversesEachGroupOfEightBytes() {
        assertThat(XetHash.of(RAW, 0).text()).isEqualTo(TEXT);
        assertThat(XetHash.of(TEXT).bytes()).isEqualTo(RAW);
        assertThat(XetHash.of(TEXT)).isEqualTo(XetHash.of(RAW, 0));
    }

    @Test
    void moduloTakesTheLastEightBytesUnsigned() {
        XetHash hash = XetHash.of("0".repeat(48) + "ffffffffffffffff");

        assertThat(hash.mod(1024)).isEqualTo(1023);
        assertThat(hash.mod(10)).isEqualTo(5); // 18446744073709551615
        assertThat(XetHash.of("1".repeat(48) + "0000000000000400").isEligible()).isTrue();
        assertThat(XetHash.of("1".repeat(48) + "0000000000000401").isEligible()).isFalse();
    }

    @Test
    void textThatIsNoHashIsRefused() {
        for (String text : new String[] {"", TEXT.substring(1), TEXT + "0", TEXT.replace('a', 'A'), "../" + TEXT}) {
            assertThatThrownBy(() -> XetHash.of(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
