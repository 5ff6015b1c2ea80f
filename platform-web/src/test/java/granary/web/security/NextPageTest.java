package granary.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextPageTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/alice/llama/tree/main", "/models?search=%E6%A8%A1&p=2", "/a/b#L10"})
    void pathOfThisServerIsKept(String next) {
        assertThat(NextPage.of(next)).isEqualTo(next);
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
                "evil"
            })
    void anywhereElseIsHome(String next) {
        assertThat(NextPage.of(next)).isEqualTo("/");
    }
}
