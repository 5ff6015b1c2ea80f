package granary.repo.transport;

import static org.assertj.core.api.Assertions.assertThat;

import granary.repo.RepositoryInfo;
import granary.repo.testkit.Git;
import granary.repo.testkit.GitServer;
import granary.repo.testkit.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that some file system takes for git's own (security.md B3), as trees that git itself would not write. */
class HostileNamesTest {
    @TempDir
    Path folder;

    private final Storage storage = new Storage();
    private final GitServer server = new GitServer(storage);
    private Git work = new Git(Path.of("."));
    private String blob = "";

    @BeforeEach
    void init() {
        work = Git.init(folder.resolve("work"));
        blob = work.feed("text\n".getBytes(StandardCharsets.UTF_8), "hash-object", "-w", "--stdin");
    }

    @AfterEach
    void stop() {
        server.close();
        storage.close();
    }

    private Git.Result push(RepositoryInfo info, String entry) {
        String tree = work.feed((entry + "\0").getBytes(StandardCharsets.UTF_8), "mktree", "-z");
        String commit = work.run("commit-tree", "-m", "names", tree);
        return work.tryRun("push", server.url(info), commit + ":refs/heads/main");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".git",
                ".GIT",
                ".Git",
                "git~1",
                "GIT~1",
                ".git.",
                ".git ",
                ".git. . ",
                ".git...",
                ".git::$INDEX_ALLOCATION",
                ".git:stream",
                ".git\\foobar",
                ".GIT\\foobar",
                ".\\.GIT\\foobar",
                "..\\.git\\foobar",
                "git~1\\foobar",
                ".g\u200cit",
                ".gi\u200dt",
                ".git\ufeff",
                "\u200e.git",
                ".gI\u202ct",
                ".g\u206fit",
                ".",
                "..",
                "a\\.git"
            })
    void namesThatAreGitsOwnAreRefused(String name) throws IOException {
        RepositoryInfo info = storage.model();

        Git.Result file = push(info, "100644 blob " + blob + "\t" + name);

        assertThat(file.failed()).as(file.text()).isTrue();
        assertThat(storage.packRows(info)).isZero();
        assertThat(storage.packObjects(info)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aux",
                "con.txt",
                "a:b",
                "what?",
                "100%",
                "back\\slash",
                "end.",
                "end ",
                "git~2",
                "git~3",
                ".gitignore",
                ".gitattributes",
                ".github",
                "digit",
                ".git2",
                "legit~1",
                "naïve.txt",
                "日本語",
                "a\tb"
            })
    void namesThatAreOnlyAwkwardAreTaken(String name) throws IOException {
        Git.Result file = push(storage.model(), "100644 blob " + blob + "\t" + name);

        assertThat(file.failed()).as(file.text()).isFalse();
    }

    @Test
    void twinsByCaseAreTaken() throws IOException {
        Git.Result twins = push(
                storage.model(), "100644 blob " + blob + "\tREADME.txt\0" + "100644 blob " + blob + "\treadme.txt");

        assertThat(twins.failed()).as(twins.text()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {".gitmodules", ".GitModules", "gitmod~1", "GI7EBA~1", ".gitmod\u200cules", ".gitmodules ."})
    void submodulesThatWouldRunSomethingAreRefused(String name) throws IOException {
        String modules = work.feed(
                "[submodule \"x\"]\n\tpath = -x\n\turl = --upload-pack=touch\n".getBytes(StandardCharsets.UTF_8),
                "hash-object",
                "-w",
                "--stdin");

        Git.Result file = push(storage.model(), "100644 blob " + modules + "\t" + name);
        Git.Result link = push(storage.model(), "120000 blob " + blob + "\t" + name);

        assertThat(file.failed()).as(file.text()).isTrue();
        assertThat(link.failed()).as(link.text()).isTrue();
    }

    @Test
    void anHonestSubmoduleIsTaken() throws IOException {
        String modules = work.feed(
                "[submodule \"x\"]\n\tpath = x\n\turl = https://example.org/x\n".getBytes(StandardCharsets.UTF_8),
                "hash-object",
                "-w",
                "--stdin");

        Git.Result file = push(storage.model(), "100644 blob " + modules + "\t.gitmodules");

        assertThat(file.failed()).as(file.text()).isFalse();
    }
}
