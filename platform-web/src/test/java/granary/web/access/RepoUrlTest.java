package granary.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import granary.repo.NotFoundException;
import granary.repo.RepoId;
import granary.repo.RepoPath;
import granary.repo.RepoType;
import granary.repo.Revision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class RepoUrlTest {
    @ParameterizedTest
    @CsvSource({
        "/alice/llama, MODEL",
        "/datasets/alice/llama, DATASET",
        "/spaces/alice/llama, SPACE",
        "/code/alice/llama, CODE",
        "/alice/llama.git/info/refs, MODEL",
        "/datasets/alice/llama.git/info/lfs/objects/batch, DATASET"
    })
    void pageAndGitUrlsNameARepository(String path, RepoType type) {
        assertThat(web(path).repoId()).isEqualTo(new RepoId(type, "alice", "llama"));
    }

    @Test
    void apiUrlNamesARepositoryAndWhatIsAskedOfIt() {
        RepoUrl url = api("/api/datasets/alice/rows/tree/main/a%20folder/b");

        assertThat(url.repoId()).isEqualTo(new RepoId(RepoType.DATASET, "alice", "rows"));
        assertThat(url.verb()).isEqualTo("tree");
        assertThat(url.revisionAndPath(1))
                .isEqualTo(new RepoUrl.RevisionAndPath(Revision.MAIN, new RepoPath("a folder/b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/models/a/b/tree/refs%2Fpr%2F1/dir%2Fsub", "/api/models/a/b/tree/refs/pr/1/dir/sub"})
    void fullRefIsOneSegmentOrThree(String path) {
        RepoUrl.RevisionAndPath parsed = api(path).revisionAndPath(1);

        assertThat(parsed.revision()).isEqualTo(Revision.of("refs/pr/1"));
        assertThat(parsed.path()).isEqualTo(new RepoPath("dir/sub"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/models/gpt2", "/api/models", "/api/planets/a/b", "/api/models/a/-b", "/api/models/a/b%2Fc"
            })
    void idThatNobodyCanHaveIsNotFound(String path) {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> api(path).repoId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/a/b/resolve/ma%20in/x", "/a/b/resolve/main/.git/config", "/a/b/resolve", "/a/b/resolve/-x/y"})
    void revisionOrPathThatNothingCanHaveIsMalformed(String path) {
        assertThatExceptionOfType(MalformedRequestException.class)
                .isThrownBy(() -> web(path).revisionAndPath(1));
    }

    private static RepoUrl api(String path) {
        return RepoUrl.ofApi(new MockHttpServletRequest("GET", path));
    }

    private static RepoUrl web(String path) {
        return RepoUrl.ofWeb(new MockHttpServletRequest("GET", path));
    }
}
