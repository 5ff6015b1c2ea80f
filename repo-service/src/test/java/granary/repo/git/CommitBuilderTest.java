package granary.repo.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.Sha256;
import granary.repo.CommitBuilder;
import granary.repo.CommitId;
import granary.repo.CommitInfo;
import granary.repo.ConflictException;
import granary.repo.LimitException;
import granary.repo.NotFoundException;
import granary.repo.RepoPath;
import granary.repo.Repository;
import granary.repo.RepositoryInfo;
import granary.repo.Revision;
import granary.repo.TreeEntry;
import granary.repo.testkit.Storage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitBuilderTest {
    private final Storage storage = new Storage();

    @AfterEach
    void stop() {
        storage.close();
    }

    private interface Change {
        void on(CommitBuilder commit) throws IOException;
    }

    private CommitId commit(RepositoryInfo info, Change change) throws IOException {
        return commit(info, Optional.empty(), change);
    }

    private CommitId commit(RepositoryInfo info, Optional<String> parent, Change change) throws IOException {
        try (Repository repository = storage.repositories().open(info);
                CommitBuilder commit = repository.commitTo("main", Storage.ALICE)) {
            change.on(commit);
            return commit.commit("title", "what and why", parent);
        }
    }

    private List<String> paths(RepositoryInfo info) throws IOException {
        try (Repository repository = storage.repositories().open(info)) {
            CommitId head = repository.resolve(Revision.MAIN);
            return repository.tree(head, RepoPath.ROOT, true, Optional.empty(), 1000).entries().stream()
                    .filter(entry -> !(entry instanceof TreeEntry.Folder))
                    .map(entry -> entry.path().text())
                    .toList();
        }
    }

    private String text(RepositoryInfo info, String path) throws IOException {
        try (Repository repository = storage.repositories().open(info)) {
            TreeEntry entry = repository.require(repository.resolve(Revision.MAIN), new RepoPath(path));
            try (InputStream in = repository.open(entry.oid())) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    @Test
    void theFirstCommitMakesTheBranch() throws IOException {
        RepositoryInfo info = storage.model();

        CommitId made = commit(info, commit -> Storage.add(commit, "a/b/c.txt", "text"));

        try (Repository repository = storage.repositories().open(info)) {
            CommitInfo commit = repository.commit(made);
            assertThat(repository.resolve(new Revision("HEAD"))).isEqualTo(made);
            assertThat(commit.parents()).isEmpty();
            assertThat(commit.title()).isEqualTo("title");
            assertThat(commit.message()).isEqualTo("what and why");
            assertThat(commit.author()).isEqualTo(Storage.ALICE);
        }
        assertThat(paths(info)).containsExactly("a/b/c.txt");
    }

    @Test
    void filesAreAddedReplacedAndDeleted() throws IOException {
        RepositoryInfo info = storage.model();
        storage.commit(info, Map.of("keep.txt", "keep", "old/a.txt", "a", "old/b.txt", "b", "change.txt", "1"));

        commit(info, commit -> {
            Storage.add(commit, "change.txt", "2");
            Storage.add(commit, "new/deep/file.txt", "n");
            commit.delete(new RepoPath("old/a.txt"));
        });
        assertThat(paths(info)).containsExactly("change.txt", "keep.txt", "new/deep/file.txt", "old/b.txt");
        assertThat(text(info, "change.txt")).isEqualTo("2");

        commit(info, commit -> commit.delete(new RepoPath("old")));
        assertThat(paths(info)).containsExactly("change.txt", "keep.txt", "new/deep/file.txt");
    }

    @Test
    void aFileTakesTheNameOfAFolderAndTheOtherWayRound() throws IOException {
        RepositoryInfo info = storage.model();
        storage.commit(info, Map.of("x/a.txt", "a", "y", "file"));

        commit(info, commit -> {
            Storage.add(commit, "x", "now a file");
            Storage.add(commit, "y/inside.txt", "now a folder");
        });

        assertThat(paths(info)).containsExactly("x", "y/inside.txt");
    }

    @Test
    void theLaterOperationOnAPathWins() throws IOException {
        RepositoryInfo info = storage.model();
        storage.commit(info, Map.of("dir/old.txt", "old"));

        commit(info, commit -> {
            commit.delete(new RepoPath("dir"));
            Storage.add(commit, "dir/new.txt", "new");
            Storage.add(commit, "gone.txt", "gone");
            commit.delete(new RepoPath("gone.txt"));
            assertThatThrownBy(() -> commit.delete(new RepoPath("dir/old.txt"))).isInstanceOf(NotFoundException.class);
        });

        assertThat(paths(info)).containsExactly("dir/new.txt");
    }

    @Test
    void whatIsNotThereCannotBeDeleted() throws IOException {
        RepositoryInfo info = storage.model();
        storage.commit(info, Map.of("a.txt", "a"));

        assertThatThrownBy(() -> commit(info, commit -> commit.delete(new RepoPath("b.txt"))))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("A file with this name doesn't exist");
    }

    @Test
    void aCommitThatChangesNothingIsMade() throws IOException {
        RepositoryInfo info = storage.model();
        CommitId first = storage.commit(info, Map.of("a.txt", "a"));

        CommitId second = commit(info, commit -> Storage.add(commit, "a.txt", "a"));
        commit(info, commit -> commit.delete(new RepoPath("a.txt")));

        assertThat(second).isNotEqualTo(first);
        assertThat(paths(info)).isEmpty();
    }

    @Test
    void contentIsCommittedOnlyWhereItIsLinked() throws IOException {
        RepositoryInfo info = storage.model();
        Sha256 sha256 = storage.takeIn(info, new byte[5000]);
        Sha256 elsewhere = storage.takeIn(storage.model(), new byte[6000]);

        CommitId made = commit(info, commit -> commit.addLfsFile(new RepoPath("model.bin"), sha256));

        try (Repository repository = storage.repositories().open(info)) {
            assertThat(repository.require(made, new RepoPath("model.bin")))
                    .isInstanceOfSatisfying(TreeEntry.LfsFile.class, file -> {
                        assertThat(file.size()).isEqualTo(5000);
                        assertThat(file.sha256()).isEqualTo(sha256);
                        assertThat(file.pointerSize()).isEqualTo(129);
                    });
        }
        assertThatThrownBy(() -> commit(info, commit -> commit.addLfsFile(new RepoPath("b.bin"), elsewhere)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was not uploaded to this repository");
    }

    @Test
    void aParentThatIsNoLongerTheHeadIsAConflict() throws IOException {
        RepositoryInfo info = storage.model();
        CommitId first = storage.commit(info, Map.of("a.txt", "a"));
        Change change = commit -> Storage.add(commit, "b.txt", "b");

        CommitId second = commit(info, Optional.of(first.hex().substring(0, 7)), change);

        assertThatThrownBy(() -> commit(info, Optional.of(first.hex()), change))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        e -> assertThat(e.kind()).isEqualTo(ConflictException.Kind.BRANCH_MOVED));
        commit(info, Optional.of(second.hex()), change);
        assertThatThrownBy(() -> commit(info, Optional.of("abc"), change)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyCommitsAtOnceWithoutParentAllHappen() throws Exception {
        RepositoryInfo info = storage.model();
        List<Callable<CommitId>> commits = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String path = "file-" + i;
            commits.add(() -> commit(info, commit -> Storage.add(commit, path, path)));
        }

        try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
            for (Future<CommitId> made : threads.invokeAll(commits)) {
                assertThat(made.get()).isNotNull();
            }
        }

        assertThat(paths(info)).hasSize(24);
        try (Repository repository = storage.repositories().open(info)) {
            assertThat(repository.countCommits(repository.resolve(Revision.MAIN), 100))
                    .isEqualTo(24);
        }
        assertThat(storage.repositories().check().run(true, new NoFindings()).problems())
                .isZero();
    }

    @Test
    void manyCommitsOnOneParentHaveOneWinner() throws Exception {
        RepositoryInfo info = storage.model();
        for (int round = 0; round < 5; round++) {
            CommitId head = storage.commit(info, Map.of("round.txt", "" + round));
            List<Callable<Boolean>> commits = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String text = round + "-" + i;
                commits.add(() -> {
                    try {
                        commit(info, Optional.of(head.hex()), commit -> Storage.add(commit, "a.txt", text));
                        return true;
                    } catch (ConflictException lost) {
                        return false;
                    }
                });
            }

            int winners = 0;
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                for (Future<Boolean> won : threads.invokeAll(commits)) {
                    winners += won.get() ? 1 : 0;
                }
            }
            assertThat(winners).isOne();
        }
        assertThat(storage.packObjects(info)).hasSize((int) storage.packRows(info) * 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".GIT/config",
                "a/.git./b",
                "git~1",
                "..\\x",
                ".gitmodules ",
                "a/\u0001",
                ".g\u200cit",
                "a/gitmod~1"
            })
    void pathsThatAPushMayNotHaveAreRefused(String path) throws IOException {
        RepositoryInfo info = storage.model();

        assertThatThrownBy(() -> commit(info, commit -> Storage.add(commit, path, "x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(storage.packObjects(info)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder/..\\..\\x", "what?.txt", "100%.txt", "aux", ".gitattributes", "ünï/code.txt"})
    void pathsThatAreOnlyAwkwardAreTaken(String path) throws IOException {
        RepositoryInfo info = storage.model();

        commit(info, commit -> Storage.add(commit, path, "x"));

        assertThat(paths(info)).containsExactly(path);
    }

    @Test
    void aDangerousSubmoduleIsRefused() throws IOException {
        RepositoryInfo info = storage.model();
        String text = "[submodule \"x\"]\n\tpath = ../x\n\turl = -u\n";

        assertThatThrownBy(() -> commit(info, commit -> Storage.add(commit, ".gitmodules", text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(".gitmodules is refused");
    }

    @Test
    void aFileOverTheLimitIsRefusedBeforeItIsRead() throws IOException {
        RepositoryInfo info = storage.model();
        InputStream unread = InputStream.nullInputStream();

        assertThatThrownBy(() -> commit(info, commit -> commit.addFile(new RepoPath("a"), unread, 10_000_001)))
                .isInstanceOf(LimitException.class)
                .hasMessageContaining("git-lfs");
        commit(
                info,
                commit ->
                        commit.addFile(new RepoPath("a"), new ByteArrayInputStream(new byte[10_000_000]), 10_000_000));
    }

    @Test
    void whatWasNotCommittedLeavesNothing() throws IOException {
        RepositoryInfo info = storage.model();
        try (Repository repository = storage.repositories().open(info);
                CommitBuilder commit = repository.commitTo("main", Storage.ALICE)) {
            Storage.add(commit, "a.txt", "a");
        }

        assertThat(storage.packRows(info)).isZero();
        assertThat(storage.packObjects(info)).isEmpty();
    }

    @Test
    void aBranchThatIsNotThereIsNotMade() throws IOException {
        RepositoryInfo info = storage.model();
        storage.commit(info, Map.of("a.txt", "a"));

        try (Repository repository = storage.repositories().open(info)) {
            assertThatThrownBy(() -> repository.commitTo("other", Storage.ALICE))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> repository.commitTo("refs/pr/1", Storage.ALICE))
                    .isInstanceOf(NotFoundException.class);
        }
    }
}
