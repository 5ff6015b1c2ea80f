package granary.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import granary.repo.NewRepository.InitialFile;
import granary.repo.RepoId;
import granary.repo.RepoPath;
import granary.repo.RepoType;
import granary.repo.upload.UploadRules;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FirstFilesTest {
    private static List<InitialFile> files(RepoType type, Optional<String> license, Optional<String> sdk) {
        return FirstFiles.of(new RepoId(type, "alice", "thing"), license, sdk, List.of());
    }

    @Test
    void modelBeginsWithAttributesAlone() {
        List<InitialFile> files = files(RepoType.MODEL, Optional.empty(), Optional.empty());

        assertThat(files).extracting(file -> file.path().text()).containsExactly(".gitattributes");
        UploadRules rules = UploadRules.of(files.getFirst().text(), "");
        byte[] text = {'a'};
        assertThat(List.of("a.safetensors", "pytorch_model.bin", "x.lfs.y", "saved_model/a/b", "a.parquet"))
                .allMatch(path -> rules.isLfs(new RepoPath(path), 1, text));
        assertThat(List.of("config.json", "a.png", "README.md"))
                .noneMatch(path -> rules.isLfs(new RepoPath(path), 1, text));
    }

    @Test
    void datasetKeepsMediaOutOfGitToo() {
        UploadRules rules = UploadRules.of(
                files(RepoType.DATASET, Optional.empty(), Optional.empty())
                        .getFirst()
                        .text(),
                "");

        assertThat(rules.isLfs(new RepoPath("a.png"), 1, new byte[] {'a'})).isTrue();
    }

    @Test
    void licenseMakesACard() {
        assertThat(files(RepoType.MODEL, Optional.of("mit"), Optional.empty()).get(1))
                .isEqualTo(new InitialFile(new RepoPath("README.md"), "---\nlicense: mit\n---\n"));
    }

    @Test
    void spaceNamesItsSdk() {
        assertThat(files(RepoType.SPACE, Optional.empty(), Optional.of("static"))
                        .get(1)
                        .text())
                .contains("sdk: static", "title: 'thing'");
    }

    @Test
    void codeBeginsEmptySoThatItCanBePushedTo() {
        assertThat(files(RepoType.CODE, Optional.empty(), Optional.empty())).isEmpty();
    }

    @Test
    void givenFilesWin() {
        var readme = new InitialFile(new RepoPath("README.md"), "hello");

        assertThat(FirstFiles.of(
                        new RepoId(RepoType.MODEL, "a", "b"), Optional.of("mit"), Optional.empty(), List.of(readme)))
                .contains(readme)
                .hasSize(2);
    }
}
