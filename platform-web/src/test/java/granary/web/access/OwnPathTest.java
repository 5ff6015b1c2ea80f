package granary.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/alice/llama/tree/main",
                "/models?search=%E6%A8%A1&p=2",
                "/a/b#L10",
                "/a/.b/c..d?x=//y/../z"
            })
    void pathOfThisServerIsKept(String next) {
        assertThat(OwnPath.orHome(next)).isEqualTo(next);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "//evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "https://evil.example",
                "javascript:alert(1)",
                "/a\\b",
                "/\t/evil.example",
                "/\n//evil.example",
                " /x",
                "/.//evil.example",
                "/a/..//evil.example",
                "/a//b",
                "/..",
                "evil"
            })
    void anywhereElseIsHome(String next) {
        assertThat(OwnPath.orHome(next)).isEqualTo("/");
    }
}
