package granary.repo.transport;

import static org.assertj.core.api.Assertions.assertThat;

import granary.repo.CommitId;
import granary.repo.RepositoryInfo;
import granary.repo.testkit.Git;
import granary.repo.testkit.GitServer;
import granary.repo.testkit.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
}
