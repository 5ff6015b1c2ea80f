package granary.web.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"b", "alice", "Alice-2", "__DUMMY_HUB_USER__", "meta.llama", "valid_org_hub"})
    void nameThatHubClientsAcceptIsAccepted(String name) {
        assertThat(new AccountName(name).text()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "a-",
                ".a",
                "a.",
                "a..b",
                "a--b",
                "a/b",
                "a b",
                "é",
                "名",
                "a.git",
                "..",
                "a\n",
                "models",
                "Settings",
                "API",
                "v1",
                "health"
            })
    void nameThatCouldBeSomethingElseIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new AccountName(name));
    }

    @Test
    void namesThatDifferInCaseOnlyAreOne() {
        assertThat(new AccountName("Alice").key()).isEqualTo(new AccountName("aLICE").key());
    }

    @Test
    void nameMayHave96CharactersAndNoMore() {
        assertThat(new AccountName("a".repeat(96)).text()).hasSize(96);
        assertThatIllegalArgumentException().isThrownBy(() -> new AccountName("a".repeat(97)));
    }
}
