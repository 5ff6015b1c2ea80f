package granary.web.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSecretTest {
    @Test
    void freshSecretsBeginAsHubClientsDemandAndDiffer() {
        TokenSecret one = TokenSecret.random();

        assertThat(one.text()).startsWith("hf_").hasSize(40);
        assertThat(TokenSecret.random()).isNotEqualTo(one);
    }

    @Test
    void nothingButTheHashAndTheHintIsKept() {
        TokenSecret secret = new TokenSecret("hf_abcdefghijklm");

        assertThat(secret.hash()).hasSize(64).doesNotContain("abcdefgh");
        assertThat(secret.hint()).isEqualTo("hf_…jklm");
        assertThat(secret).hasToString("hf_…jklm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hf_", "hf_short", "api_org_abcdefghijk", "hf_with space in it", "hf_line\nline"})
    void textThatIsNoTokenIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenSecret(text));
    }
}
