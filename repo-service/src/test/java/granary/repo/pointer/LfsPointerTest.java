package granary.repo.pointer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LfsPointerTest {
    private static final String HEX = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";
    private static final String TEXT =
            "version https://git-lfs.github.com/spec/v1\noid sha256:" + HEX + "\nsize 12345\n";
    private static final LfsPointer POINTER = new LfsPointer(new Sha256(HEX), 12345);

    private static Optional<LfsPointer> parse(String text) {
        return LfsPointer.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isWrittenAndReadAsGitLfsDoes() {
        assertThat(POINTER.write()).isEqualTo(TEXT.getBytes(StandardCharsets.UTF_8));
        assertThat(parse(TEXT)).contains(POINTER);
    }

    @Test
    void isReadWithTheEndsOfLinesAndExtensionsThatGitLfsReads() {
        assertThat(parse(TEXT.strip())).contains(POINTER);
        assertThat(parse(TEXT.replace("\n", "\r\n"))).contains(POINTER);
        assertThat(parse(TEXT.replace("oid", "ext-0-caseinverter sha256:" + HEX + "\noid")))
                .contains(POINTER);
        assertThat(parse(TEXT.replace("git-lfs.github.com", "hawser.github.com")))
                .contains(POINTER);
        assertThat(parse(TEXT.replace("12345", "0")).orElseThrow().size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "version https://git-lfs.github.com/spec/v1\n",
                "version https://git-lfs.github.com/spec/v2\noid sha256:" + HEX + "\nsize 1\n",
                "version https://git-lfs.github.com/spec/v1\noid md5:" + HEX + "\nsize 1\n",
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + HEX + "\nsize -1\n",
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + HEX + "\nsize 99999999999999999999\n",
                "version https://git-lfs.github.com/spec/v1\noid sha256:xyz\nsize 1\n",
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + HEX + "\nsize 1\nand more\n",
                "oid sha256:" + HEX + "\nversion https://git-lfs.github.com/spec/v1\nsize 1\n",
            })
    void otherTextsAreNoPointers(String text) {
        assertThat(parse(text)).isEmpty();
    }

    @Test
    void nothingLongerThanAPointerIsOne() {
        String extension = "ext-0-x " + "y".repeat(LfsPointer.BYTES_MAX - TEXT.length() - "ext-0-x \n".length()) + "\n";

        assertThat(parse(TEXT.replace("oid", extension + "oid"))).contains(POINTER);
        assertThat(parse(TEXT.replace("oid", extension.replace("y\n", "yy\n") + "oid")))
                .isEmpty();
    }

    @Test
    void aSizeIsNotNegative() {
        assertThatThrownBy(() -> new LfsPointer(new Sha256(HEX), -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
