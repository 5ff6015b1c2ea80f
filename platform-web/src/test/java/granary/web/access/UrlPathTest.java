package granary.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlPathTest {
    @Test
    void segmentsAreDecodedOnce() {
        assertThat(UrlPath.parse("/a%2Fb/c%2520d/e;f/g%3Fh/%E6%A8%A1/i+j").segments())
                .containsExactly("a/b", "c%20d", "e;f", "g?h", "模", "i+j");
    }

    @Test
    void oneSlashAtTheEndIsAllowed() {
        assertThat(UrlPath.parse("/datasets/").segments()).containsExactly("datasets");
        assertThat(UrlPath.parse("/").segments()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a", "//", "/a//b", "/a/../b", "/a/%2e%2e/b", "/a/%2E./b", "/a/..%2fb", "/a/b%2f..",
                        "/a/b%2f..%2fc",
                "/a/./b", "/%00", "/a%0ab", "/a%7Fb", "/%", "/%2", "/%zz", "/%c0%ae%c0%ae/x", "/%ff", "/a/%2e"
            })
    void pathThatCouldMeanTwoThingsIsRefused(String path) {
        assertThatExceptionOfType(MalformedRequestException.class).isThrownBy(() -> UrlPath.parse(path));
    }

    @Test
    void pathMayHave16384CharactersAndNoMore() {
        assertThat(UrlPath.parse("/" + "a".repeat(16_383)).segments()).hasSize(1);
        assertThatExceptionOfType(MalformedRequestException.class)
                .isThrownBy(() -> UrlPath.parse("/" + "a".repeat(16_384)));
    }
}
