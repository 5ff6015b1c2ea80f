package granary.repo.upload;

import static org.assertj.core.api.Assertions.assertThat;

import granary.repo.RepoPath;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadRulesTest {
    private static final byte[] TEXT = "naïve text\r\n\twith tabs".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BINARY = {'G', 'G', 'U', 'F', 3, 0, 0, 0};
    private static final String ATTRIBUTES = """
            *.bin filter=lfs diff=lfs merge=lfs -text
            *.lfs.* filter=lfs diff=lfs merge=lfs -text
            saved_model/**/* filter=lfs diff=lfs merge=lfs -text
            *tfevents* filter=lfs diff=lfs merge=lfs -text
            small.bin -filter
            """;

    private final UploadRules rules = UploadRules.of(ATTRIBUTES, "*.tmp\n/build/\n!keep.tmp\n");

    @ParameterizedTest
    @ValueSource(
            strings = {"model.bin", "deep/er/model.bin", "a.lfs.txt", "saved_model/x/variables", "events.tfevents.1"})
    void attributesSendFilesToLfs(String path) {
        assertThat(rules.isLfs(new RepoPath(path), 4, TEXT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "config.json", "small.bin", "deep/small.bin", "bin"})
    void otherTextStaysWithGit(String path) {
        assertThat(rules.isLfs(new RepoPath(path), 9_000_000, TEXT)).isFalse();
    }

    @Test
    void sizeDecidesOnlyPastTheLimit() {
        var path = new RepoPath("notes.txt");

        assertThat(rules.isLfs(path, UploadRules.GIT_FILE_BYTES_MAX, TEXT)).isFalse();
        assertThat(rules.isLfs(path, UploadRules.GIT_FILE_BYTES_MAX + 1, TEXT)).isTrue();
    }

    @Test
    void binarySampleGoesToLfs() {
        assertThat(rules.isLfs(new RepoPath("weights"), 8, BINARY)).isTrue();
    }

    @Test
    void emptyFileIsNeverAnLfsObject() {
        assertThat(rules.isLfs(new RepoPath("model.bin"), 0, new byte[0])).isFalse();
    }

    @Test
    void ignoresWhatGitIgnores() {
        assertThat(rules.isIgnored(new RepoPath("a/b.tmp"))).isTrue();
        assertThat(rules.isIgnored(new RepoPath("build/out/x.txt"))).isTrue();
        assertThat(rules.isIgnored(new RepoPath("a/keep.tmp"))).isFalse();
        assertThat(rules.isIgnored(new RepoPath("src/build/x.txt"))).isFalse();
        assertThat(rules.isIgnored(new RepoPath("README.md"))).isFalse();
    }
}
