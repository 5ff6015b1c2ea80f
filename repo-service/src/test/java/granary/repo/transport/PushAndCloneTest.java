package granary.repo.transport;

import static org.assertj.core.api.Assertions.assertThat;

import granary.repo.CommitId;
import granary.repo.RepoType;
import granary.repo.RepositoryInfo;
import granary.repo.testkit.Git;
import granary.repo.testkit.GitServer;
import granary.repo.testkit.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real git against the transport, over HTTP. */
class PushAndCloneTest {
    @TempDir
    Path folder;

    private final Storage storage = new Storage();
    private final GitServer server = new GitServer(storage);

    @AfterEach
    void stop() {
        server.close();
        storage.close();
    }

    private Git history(int commits) {
        Git git = Git.init(folder.resolve("work"));
        for (int i = 0; i < commits; i++) {
            git.write("folder/notes.txt", "line\n".repeat(i + 1)).commit("file-" + i + ".txt", "text " + i + "\n");
        }
        return git;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2"})
    void whatWasPushedIsClonedWhole(String version) throws IOException {
        RepositoryInfo info = storage.model();
        Git work = history(5);
        work.run("tag", "-a", "-m", "first", "v1", "HEAD~2");

        work.run("push", "-q", server.url(info), "main", "v1");
        Git copy = Git.clone(folder.resolve("copy"), server.url(info), "-c", "protocol.version=" + version);

        assertThat(copy.run("rev-parse", "HEAD")).isEqualTo(work.run("rev-parse", "main"));
        assertThat(copy.run("rev-parse", "v1^{}")).isEqualTo(work.run("rev-parse", "main~2"));
        assertThat(copy.run("ls-remote", "origin")).contains("refs/tags/v1^{}");
        assertThat(copy.run("fsck", "--full", "--strict")).isEmpty();
        assertThat(copy.run("status", "--porcelain")).isEmpty();
    }

    @Test
    void aCommitOfTheHubIsCloned() throws IOException {
        RepositoryInfo info = storage.model();
        CommitId commit = storage.commit(info, Map.of("config.json", "{}", "folder/deep/a.txt", "a"));

        Git copy = Git.clone(folder.resolve("copy"), server.url(info));

        assertThat(copy.run("rev-parse", "HEAD")).isEqualTo(commit.hex());
        assertThat(Files.readString(folder.resolve("copy/folder/deep/a.txt"))).isEqualTo("a");
        assertThat(copy.run("fsck", "--full", "--strict")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2"})
    void shallowClonesGrow(String version) throws IOException {
        RepositoryInfo info = storage.model();
        history(10).run("push", "-q", server.url(info), "main");

        Git copy = Git.clone(
                folder.resolve("copy"), server.url(info), "--depth", "1", "-c", "protocol.version=" + version);
        assertThat(copy.run("rev-list", "--count", "HEAD")).isEqualTo("1");
        copy.run("fetch", "-q", "--depth", "4");
        assertThat(copy.run("rev-list", "--count", "HEAD")).isEqualTo("4");
        copy.run("fetch", "-q", "--unshallow");

        assertThat(copy.run("rev-list", "--count", "HEAD")).isEqualTo("10");
        assertThat(copy.run("fsck", "--full")).isEmpty();
    }

    @Test
    void deepeningByAnAmountIsRefusedWithAnAlternative() throws IOException {
        RepositoryInfo info = storage.model();
        history(5).run("push", "-q", server.url(info), "main");
        Git copy = Git.clone(folder.resolve("copy"), server.url(info), "--depth", "1");

        Git.Result deepened = copy.tryRun("fetch", "--deepen", "2");

        assertThat(deepened.failed()).isTrue();
        assertThat(deepened.text()).contains("cannot deepen relative to a shallow clone; use --depth");
    }

    @Test
    void aPartialCloneFetchesFilesWhenTheyAreNeeded() throws IOException {
        RepositoryInfo info = storage.model();
        Git work = history(4);
        work.run("push", "-q", server.url(info), "main");

        Git copy = Git.clone(folder.resolve("copy"), server.url(info), "--filter=blob:none", "--no-checkout");
        String missing = copy.run("rev-list", "--objects", "--missing=print", "HEAD");
        copy.run("checkout", "-q", "main");

        assertThat(missing).contains("?");
        assertThat(copy.run("show", "HEAD~2:folder/notes.txt")).isEqualTo("line\nline");
        assertThat(copy.run("status", "--porcelain")).isEmpty();
    }

    @Test
    void whatNoRefReachesIsNotServed() throws IOException {
        RepositoryInfo info = storage.model();
        Git work = history(2);
        work.run("push", "-q", server.url(info), "main");
        work.run("checkout", "-q", "-b", "secret");
        String secret = work.commit("secret.txt", "secret");
        String blob = work.run("rev-parse", "HEAD:secret.txt");
        work.run("push", "-q", server.url(info), "secret");
        work.run("push", "-q", server.url(info), "--delete", "secret");
        Git stranger = Git.init(folder.resolve("stranger"));

        for (String version : new String[] {"0", "2"}) {
            for (String id : new String[] {secret, blob}) {
                Git.Result fetched =
                        stranger.tryRun("-c", "protocol.version=" + version, "fetch", server.url(info), id);
                assertThat(fetched.failed()).isTrue();
                assertThat(fetched.text()).doesNotContain("internal server error");
            }
        }
        assertThat(stranger.tryRun("fetch", server.url(info), work.run("rev-parse", "main~1"))
                        .failed())
                .isFalse();
    }

    @Test
    void forcedPushesDeletionsAndFoldersOfNamesFollowGitsRules() throws IOException {
        RepositoryInfo info = storage.model();
        Git work = history(3);
        work.run("remote", "add", "origin", server.url(info));
        work.run("push", "-q", "origin", "main", "main:topic", "main:a/b");

        work.run("reset", "-q", "--hard", "HEAD~1");
        assertThat(work.tryRun("push", "origin", "main").text()).contains("non-fast-forward");
        work.run("push", "-q", "-f", "origin", "main");
        work.run("push", "-q", "origin", ":topic");
        assertThat(work.tryRun("push", "origin", "main:a").text()).contains("folder of this one's");
        work.run("push", "-q", "origin", ":a/b", "main:a");

        assertThat(work.run("ls-remote", "--heads", "origin"))
                .contains("refs/heads/main")
                .contains("refs/heads/a")
                .doesNotContain("topic")
                .doesNotContain("a/b");
        assertThat(storage.jdbc()
                        .sql(
                                "select message from git_reflog where repository = ? and ref = 'refs/heads/main' order by id")
                        .param(info.key())
                        .query(String.class)
                        .list())
                .containsExactly("push: created", "push: forced-update");
    }

    @Test
    void theFirstBranchPushedBecomesTheDefaultOne() throws IOException {
        RepositoryInfo info = storage.model();
        history(1).run("push", "-q", server.url(info), "main:trunk");

        RepositoryInfo now = storage.repositories().find(info.id()).orElseThrow();
        Git copy = Git.clone(folder.resolve("copy"), server.url(info));

        assertThat(now.defaultBranch()).isEqualTo("trunk");
        assertThat(copy.run("branch", "--show-current")).isEqualTo("trunk");
    }

    @Test
    void aLargeHistoryComesBackByteForByte() throws IOException {
        RepositoryInfo info = storage.create(RepoType.CODE);
        Git work = Git.init(folder.resolve("work"));
        Random random = new Random(5);
        for (int commit = 0; commit < 4; commit++) {
            byte[] bytes = new byte[2_000_000];
            random.nextBytes(bytes);
            Files.write(folder.resolve("work/data-" + commit % 3 + ".bin"), bytes);
            work.write("table.csv", "id,value\n".repeat(20_000 + commit)).commit("n" + commit, "" + commit);
        }
        work.run("push", "-q", server.url(info), "main");
        work.commit("small.txt", "a thin pack on top");
        work.run("push", "-q", server.url(info), "main");

        Git copy = Git.clone(folder.resolve("copy"), server.url(info));

        assertThat(copy.run("rev-parse", "HEAD^{tree}")).isEqualTo(work.run("rev-parse", "HEAD^{tree}"));
        assertThat(copy.run("fsck", "--full", "--strict")).isEmpty();
    }
}
