package granary.repo.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.repo.CommitId;
import granary.repo.CommitInfo;
import granary.repo.NotFoundException;
import granary.repo.RepoPath;
import granary.repo.Repository;
import granary.repo.RepositoryInfo;
import granary.repo.Revision;
import granary.repo.TreeEntry;
import granary.repo.TreePage;
import granary.repo.testkit.Git;
import granary.repo.testkit.GitServer;
import granary.repo.testkit.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revisions, trees and history, as the hub shows them. */
class ReadingTest {
    @TempDir
    Path folder;

    private final Storage storage = new Storage();
    private final GitServer server = new GitServer(storage);

    @AfterEach
    void stop() {
        server.close();
        storage.close();
    }

    private static List<String> paths(TreePage page) {
        return page.entries().stream().map(entry -> entry.path().text()).toList();
    }

    /** All pages of a listing, each of {@code limit} entries. */
    private static List<String> listing(Repository repository, CommitId commit, boolean recursive, int limit)
            throws IOException {
        List<String> all = new ArrayList<>();
        Optional<RepoPath> after = Optional.empty();
        do {
            TreePage page = repository.tree(commit, RepoPath.ROOT, recursive, after, limit);
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
            all.addAll(paths(page));
            after = page.next();
        } while (after.isPresent());
        return all;
    }

    @Test
    void pagesOfAnySizeAddUpToTheWholeListing() throws IOException {
        RepositoryInfo info = storage.model();
        Map<String, String> files = new HashMap<>();
        for (String path : List.of("a.txt", "a/b", "a/c/d", "a/c/e", "a-b", "a0", "b/x", "b.b", "c", "z/y/x/w")) {
            files.put(path, path);
        }
        CommitId commit = storage.commit(info, files);

        try (Repository repository = storage.repositories().open(info)) {
            List<String> whole = List.of(
                    "a-b", "a.txt", "a", "a/b", "a/c", "a/c/d", "a/c/e", "a0", "b.b", "b", "b/x", "c", "z", "z/y",
                    "z/y/x", "z/y/x/w");
            for (int limit = 1; limit <= whole.size() + 1; limit++) {
                assertThat(listing(repository, commit, true, limit)).isEqualTo(whole);
                assertThat(listing(repository, commit, false, limit))
                        .containsExactly("a-b", "a.txt", "a", "a0", "b.b", "b", "c", "z");
            }
            assertThat(paths(repository.tree(commit, new RepoPath("a"), true, Optional.of(new RepoPath("a/c")), 9)))
                    .containsExactly("a/c/d", "a/c/e");
            assertThat(paths(repository.tree(commit, RepoPath.ROOT, true, Optional.of(new RepoPath("a/bb")), 3)))
                    .containsExactly("a/c", "a/c/d", "a/c/e");
            assertThatThrownBy(() -> repository.tree(commit, new RepoPath("c"), true, Optional.empty(), 9))
                    .isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void aTreeOfTenToTheTenEntriesIsListedAPageAtATime() throws IOException {
        RepositoryInfo info = storage.model();
        Git work = Git.init(folder.resolve("work"));
        String object = "blob " + work.feed("x".getBytes(StandardCharsets.UTF_8), "hash-object", "-w", "--stdin");
        String mode = "100644";
        for (int level = 0; level < 10; level++) {
            StringBuilder tree = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                tree.append("%s %s\t%s%d\n".formatted(mode, object, level == 0 ? "f" : "d", i));
            }
            object = "tree " + work.feed(tree.toString().getBytes(StandardCharsets.UTF_8), "mktree");
            mode = "040000";
        }
        String commit = work.run("commit-tree", "-m", "bomb", object.substring("tree ".length()));
        work.run("push", "-q", server.url(info), commit + ":refs/heads/main");

        long start = System.nanoTime();
        try (Repository repository = storage.repositories().open(info)) {
            CommitId head = repository.resolve(Revision.MAIN);
            TreePage first = repository.tree(head, RepoPath.ROOT, true, Optional.empty(), 1000);
            TreePage next = repository.tree(head, RepoPath.ROOT, true, first.next(), 1000);

            assertThat(first.entries()).hasSize(1000);
            assertThat(next.entries()).hasSize(1000).doesNotContainAnyElementsOf(first.entries());
        }
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
        Git copy = Git.clone(folder.resolve("copy"), server.url(info), "--bare");
        assertThat(copy.run("rev-parse", "HEAD")).isEqualTo(commit);
    }

    @Test
    void revisionsFollowTheRulesOfTheHubApi() throws IOException {
        RepositoryInfo info = storage.model();
        Git work = Git.init(folder.resolve("work"));
        String first = work.commit("a.txt", "1");
        String second = work.commit("a.txt", "2");
        work.run("tag", "-a", "-m", "v1", "v1", first);
        work.run("tag", "both", first);
        work.run("branch", "both");
        work.run("branch", "feature/x", first);
        work.run("push", "-q", server.url(info), "refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*");
        work.run("checkout", "-q", "--orphan", "lost");
        String lost = work.commit("lost.txt", "lost");
        work.run("push", "-q", server.url(info), "lost");
        work.run("push", "-q", server.url(info), ":lost");

        try (Repository repository = storage.repositories().open(info)) {
            Map<String, String> expected = new HashMap<>();
            for (String text : List.of("main", "HEAD", "both", "refs/heads/main", second, second.substring(0, 5))) {
                expected.put(text, second);
            }
            for (String text : List.of("v1", "refs/tags/v1", "refs/tags/both", "feature/x", first.substring(0, 12))) {
                expected.put(text, first);
            }
            for (Map.Entry<String, String> each : expected.entrySet()) {
                assertThat(repository.find(new Revision(each.getKey())))
                        .as(each.getKey())
                        .contains(new CommitId(each.getValue()));
            }
            for (String text : List.of(
                    lost,
                    lost.substring(0, 10),
                    "nothing",
                    "refs/heads/nothing",
                    "0".repeat(40),
                    work.run("rev-parse", "v1"),
                    work.run("rev-parse", first + "^{tree}"),
                    first.substring(0, 4))) {
                assertThat(repository.find(new Revision(text))).as(text).isEmpty();
            }
            assertThat(repository.refs().branches())
                    .extracting(ref -> ref.name())
                    .containsExactly("both", "feature/x", "main");
            assertThat(repository.refs().tags())
                    .extracting(ref -> ref.target().hex())
                    .containsExactly(first, first);
        }
    }

    @Test
    void entriesOfEveryKindAreToldApart() throws IOException {
        RepositoryInfo info = storage.model();
        Git work = Git.init(folder.resolve("work"));
        String blob = work.feed("target".getBytes(StandardCharsets.UTF_8), "hash-object", "-w", "--stdin");
        String tree = work.feed(
                "120000 blob %s\tlink\n100755 blob %s\trun.sh\n160000 commit %s\tmodule\n"
                        .formatted(blob, blob, "1".repeat(40))
                        .getBytes(StandardCharsets.UTF_8),
                "mktree");
        String commit = work.run("commit-tree", "-m", "kinds", tree);
        work.run("push", "-q", server.url(info), commit + ":refs/heads/main");

        try (Repository repository = storage.repositories().open(info)) {
            assertThat(repository
                            .tree(new CommitId(commit), RepoPath.ROOT, false, Optional.empty(), 10)
                            .entries())
                    .containsExactly(
                            new TreeEntry.Symlink(new RepoPath("link"), blob, 6),
                            new TreeEntry.Submodule(new RepoPath("module"), "1".repeat(40)),
                            new TreeEntry.GitFile(new RepoPath("run.sh"), blob, 6));
            assertThat(repository.find(new CommitId(commit), new RepoPath("link/x")))
                    .isEmpty();
            assertThat(repository.find(new CommitId(commit), new RepoPath("absent")))
                    .isEmpty();
        }
    }

    @Test
    void historyFollowsAPathAndLastCommitsFindTheChange() throws IOException {
        RepositoryInfo info = storage.model();
        CommitId one = storage.commit(info, Map.of("a.txt", "1", "dir/b.txt", "1", "dir/c.txt", "1"));
        CommitId two = storage.commit(info, Map.of("a.txt", "2"));
        CommitId three = storage.commit(info, Map.of("dir/b.txt", "2"));

        try (Repository repository = storage.repositories().open(info)) {
            assertThat(ids(repository.history(three, RepoPath.ROOT, 0, 10))).containsExactly(three, two, one);
            assertThat(ids(repository.history(three, RepoPath.ROOT, 1, 1))).containsExactly(two);
            assertThat(ids(repository.history(three, new RepoPath("dir"), 0, 10)))
                    .containsExactly(three, one);
            assertThat(repository
                            .history(three, new RepoPath("dir"), 0, 1)
                            .getFirst()
                            .parents())
                    .containsExactly(two);
            assertThat(repository.countCommits(three, 2)).isEqualTo(2);
            List<RepoPath> paths = Arrays.asList(
                    new RepoPath("a.txt"),
                    new RepoPath("dir"),
                    new RepoPath("dir/b.txt"),
                    new RepoPath("dir/c.txt"),
                    new RepoPath("absent"));
            Map<RepoPath, CommitInfo> last = repository.lastCommits(three, paths);
            assertThat(last.keySet()).doesNotContain(new RepoPath("absent"));
            assertThat(idAt(last, new RepoPath("a.txt"))).isEqualTo(two);
            assertThat(idAt(last, new RepoPath("dir"))).isEqualTo(three);
            assertThat(idAt(last, new RepoPath("dir/b.txt"))).isEqualTo(three);
            assertThat(idAt(last, new RepoPath("dir/c.txt"))).isEqualTo(one);
        }
    }

    @Test
    void lastCommitsGoThroughMerges() throws IOException {
        RepositoryInfo info = storage.model();
        Git work = Git.init(folder.resolve("work"));
        work.commit("a.txt", "1");
        work.run("checkout", "-q", "-b", "side");
        String side = work.commit("b.txt", "side");
        work.run("checkout", "-q", "main");
        String main = work.commit("a.txt", "2");
        work.run("merge", "-q", "-m", "merge", "side");
        work.run("push", "-q", server.url(info), "main");

        try (Repository repository = storage.repositories().open(info)) {
            Map<RepoPath, CommitInfo> last = repository.lastCommits(
                    repository.resolve(Revision.MAIN), List.of(new RepoPath("a.txt"), new RepoPath("b.txt")));
            assertThat(idAt(last, new RepoPath("a.txt")).hex()).isEqualTo(main);
            assertThat(idAt(last, new RepoPath("b.txt")).hex()).isEqualTo(side);
        }
    }

    private static CommitId idAt(Map<RepoPath, CommitInfo> commits, RepoPath path) {
        return Optional.ofNullable(commits.get(path)).orElseThrow().id();
    }

    private static List<CommitId> ids(List<CommitInfo> commits) {
        return commits.stream().map(CommitInfo::id).toList();
    }
}
