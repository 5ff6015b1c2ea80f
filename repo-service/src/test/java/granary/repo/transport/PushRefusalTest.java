package granary.repo.transport;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.Sha256;
import granary.repo.Author;
import granary.repo.RepoType;
import granary.repo.RepositoryInfo;
import granary.repo.pointer.LfsPointer;
import granary.repo.testkit.Git;
import granary.repo.testkit.GitServer;
import granary.repo.testkit.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may not be pushed, said in words, and with nothing left behind. */
class PushRefusalTest {
    private static final Author KEEPER = new Author("keeper", "keeper@example.org");

    @TempDir
    Path folder;

    private final Storage storage = new Storage();
    private final GitServer server = new GitServer(storage);
    private Git work = new Git(Path.of("."));

    @BeforeEach
    void init() {
        work = Git.init(folder.resolve("work"));
    }

    @AfterEach
    void stop() {
        server.close();
        storage.close();
    }

    private void assertRefused(RepositoryInfo info, String sentence, String... refs) throws IOException {
        Git.Result push = push(info, refs);
        assertThat(push.failed()).isTrue();
        assertThat(push.text()).contains(sentence);
        assertNothingKept(info);
    }

    private Git.Result push(RepositoryInfo info, String... refs) {
        String[] arguments = new String[refs.length + 2];
        arguments[0] = "push";
        arguments[1] = server.url(info);
        System.arraycopy(refs, 0, arguments, 2, refs.length);
        return work.tryRun(arguments);
    }

    private void assertNothingKept(RepositoryInfo info) throws IOException {
        assertThat(storage.packRows(info)).isZero();
        assertThat(storage.packObjects(info)).isEmpty();
    }

    @Test
    void refsOfTheHubAreNotPushed() throws IOException {
        RepositoryInfo info = storage.model();
        work.commit("a.txt", "a");

        assertRefused(info, "only branches and tags can be pushed", "HEAD:refs/pr/1");
        assertRefused(info, "only branches and tags can be pushed", "HEAD:refs/convert/parquet");
        assertRefused(info, "only branches and tags can be pushed", "HEAD:refs/notes/commits");
        assertRefused(info, "looks like", "HEAD:refs/heads/" + "ab".repeat(20));
        assertRefused(info, "looks like", "HEAD:refs/tags/" + "0".repeat(40));
        assertRefused(info, "looks like", "HEAD:refs/heads/refs/pr/1");
    }

    @Test
    void aBranchIsAtACommit() throws IOException {
        RepositoryInfo info = storage.model();
        work.commit("a.txt", "a");
        work.run("update-ref", "refs/tags/tree", "HEAD^{tree}");

        Git.Result push = push(info, "refs/tags/tree:refs/heads/tree");

        assertThat(push.failed()).isTrue();
        assertNothingKept(info);
    }

    @Test
    void theDefaultBranchIsNotDeleted() throws IOException {
        RepositoryInfo info = storage.model();
        work.commit("a.txt", "a");
        push(info, "main", "main:other");

        Git.Result push = push(info, ":main", ":other");

        assertThat(push.text()).contains("it is the default branch").contains("[deleted]         other");
        assertThat(work.run("ls-remote", "--heads", server.url(info)))
                .contains("main")
                .doesNotContain("other");
    }

    @Test
    void aLargeFileIsNamedAndSentToLfs() throws IOException {
        RepositoryInfo info = storage.model();
        work.commit("small.txt", "a");
        Files.createDirectories(folder.resolve("work/weights"));
        Files.write(folder.resolve("work/weights/model.bin"), new byte[10_000_001]);
        work.run("add", "-A");
        work.run("commit", "-q", "-m", "weights");
        work.run("rm", "-q", "weights/model.bin");
        work.run("commit", "-q", "-m", "removed, yet in history");

        assertRefused(info, "weights/model.bin has 10,000,001 bytes, and git keeps at most 10,000,000", "main");
        assertRefused(info, "git lfs migrate import", "main");
    }

    @Test
    void aFileAtTheLimitAndACodeRepositorysFileAreTaken() throws IOException {
        RepositoryInfo model = storage.model();
        RepositoryInfo code = storage.create(RepoType.CODE);
        Files.write(folder.resolve("work/at-limit.bin"), new byte[10_000_000]);
        work.commit("a.txt", "a");
        assertThat(push(model, "main").failed()).isFalse();
        Files.write(folder.resolve("work/large.bin"), new byte[40_000_000]);
        work.commit("b.txt", "b");

        assertRefused(storage.model(), "git-lfs", "main");
        assertThat(push(code, "main").failed()).isFalse();
    }

    @Test
    void aPointerNamesContentThatWasUploadedHere() throws IOException {
        RepositoryInfo info = storage.model();
        RepositoryInfo elsewhere = storage.model();
        byte[] bytes = "the weights of a model".getBytes(StandardCharsets.UTF_8);
        Sha256 sha256 = storage.takeIn(elsewhere, bytes);
        String pointer = new String(new LfsPointer(sha256, bytes.length).write(), StandardCharsets.UTF_8);
        work.commit("folder/model.bin", pointer);

        assertRefused(
                info, "folder/model.bin points at LFS object " + sha256.hex() + ", which was not uploaded", "main");

        storage.takeIn(info, bytes);
        assertThat(push(info, "main").failed()).isFalse();
    }

    @Test
    void aPointerSaysTheSizeOfItsContent() throws IOException {
        RepositoryInfo info = storage.model();
        Sha256 sha256 = storage.takeIn(info, new byte[1000]);
        work.commit("model.bin", new String(new LfsPointer(sha256, 999).write(), StandardCharsets.UTF_8));

        assertRefused(info, "has 999 bytes, and it has 1,000", "main");
    }

    @Test
    void aBrokenCardIsRefusedWithItsLine() throws IOException {
        RepositoryInfo info = storage.model();
        work.commit("README.md", "---\nlicense: mit\ntags: [a\n---\n# Title\n");
        assertRefused(info, "README.md: Invalid YAML metadata at line", "main");

        work.commit("README.md", "---\nlicense: nonsense\n---\n");
        assertRefused(info, "README.md: \"license\" must be one of", "main");

        work.commit("README.md", "---\nlicense: mit\n---\n");
        assertThat(push(info, "main").failed()).isFalse();
    }

    @Test
    void whoeverSentAnAtomicPushGetsAllOrNothing() throws IOException {
        RepositoryInfo info = storage.model();
        work.commit("a.txt", "a");

        assertRefused(info, "only branches and tags", "--atomic", "main", "main:other", "main:refs/pr/7");
        assertThat(work.run("ls-remote", server.url(info))).isEmpty();

        Git.Result single = push(info, "main", "main:other", "main:refs/pr/7");
        assertThat(single.failed()).isTrue();
        assertThat(work.run("ls-remote", server.url(info)))
                .contains("refs/heads/main")
                .contains("refs/heads/other")
                .doesNotContain("refs/pr/7");
        assertThat(storage.packRows(info)).isOne();
    }

    @Test
    void whatARefusedPushBroughtCannotBeReferredTo() throws IOException {
        RepositoryInfo info = storage.model();
        work.commit("a.txt", "a");
        push(info, "main");
        work.commit(
                "model.bin",
                new String(new LfsPointer(new Sha256("ab".repeat(32)), 5).write(), StandardCharsets.UTF_8));
        String blob = work.run("rev-parse", "HEAD:model.bin");
        assertThat(push(info, "main").failed()).isTrue();

        assertThat(storage.packRows(info)).isOne();
        assertThat(storage.packObjects(info)).hasSize(2);
        Git other = Git.init(folder.resolve("other"));
        assertThat(other.tryRun("fetch", server.url(info), blob).failed()).isTrue();
    }

    @Test
    void aRepositoryDeletedDuringAPushTakesNothing() throws IOException {
        RepositoryInfo info = storage.model();
        work.commit("a.txt", "a");
        push(info, "main");
        storage.repositories().delete(info.key(), KEEPER);

        assertThat(push(info, "main:again").failed()).isTrue();
        assertNothingKept(info);
        assertThat(storage.commitFails(info, Map.of("b.txt", "b"))).isTrue();
        assertNothingKept(info);
    }

    @Test
    void aPushThatTheDatabaseWillNotTakeIsToldAndLeavesNothing() throws IOException {
        RepositoryInfo info = storage.model();
        work.commit("a.txt", "a");
        storage.jdbc()
                .sql("alter table git_reflog add constraint refuses_all check (message = '') not valid")
                .update();
        try {
            assertRefused(info, "the server could not write it down", "main");
        } finally {
            storage.jdbc()
                    .sql("alter table git_reflog drop constraint refuses_all")
                    .update();
        }

        assertThat(push(info, "main").failed()).isFalse();
    }
}
