package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.contract.kit.Account;
import granary.contract.kit.Bytes;
import granary.contract.kit.Folders;
import granary.contract.kit.Git;
import granary.contract.kit.RunningHub;
import granary.contract.kit.Shell;
import granary.contract.kit.WithHub;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real git may expect when it clones, fetches and pushes. */
@WithHub
class GitIT {
    private final RunningHub hub;
    private final Account alice;
    private final Path folder;
    private final Shell shell;

    GitIT(RunningHub hub, @TempDir Path folder) {
        this.hub = hub;
        this.alice = hub.newUser("alice");
        this.folder = folder;
        this.shell = Shell.at(folder.resolve("home"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2"})
    void whatWasPushedIsClonedByEachProtocolVersion(String version) {
        Git work = cloneOfNewModel("m");
        work.write("README.md", "# hello\n").write("deep/down/data.txt", Bytes.random(1, 200_000));
        work.write("empty.txt", "");
        String commit = work.commit("Add files");
        work.git("-c", "protocol.version=" + version, "push", "origin", "main");

        Git clone = clone("m", "-c", "protocol.version=" + version);

        assertThat(clone.git("rev-parse", "HEAD")).isEqualTo(commit);
        assertThat(Folders.files(clone.folder())).isEqualTo(Folders.files(work.folder()));
        assertThat(clone.folder().resolve("deep/down/data.txt"))
                .hasSameBinaryContentAs(work.folder().resolve("deep/down/data.txt"));
        clone.git("fsck", "--strict");
    }

    @ParameterizedTest
    @CsvSource({"model,''", "dataset,datasets/", "space,spaces/", "code,code/"})
    void everyTypeOfRepositoryIsClonedWithAndWithoutDotGit(String type, String prefix) {
        hub.api(alice).createRepository(type, alice.name(), "thing", true);

        String path = prefix + alice.name() + "/thing";
        Git first = Git.clone(shell, hub.gitUrl(alice, path), folder.resolve("one"));
        String commit = first.write("a.txt", "a").commit("Add a");
        first.git("push", "origin", "main");
        String otherCase = path.replace("thing", "THING") + ".git";
        Git second = Git.clone(shell, hub.gitUrl(alice, otherCase), folder.resolve("two"));

        assertThat(second.git("rev-parse", "HEAD")).isEqualTo(commit);
    }

    @Test
    void shallowCloneHasOneCommitAndCanBeDeepened() {
        Git work = cloneOfNewModel("m");
        for (int i = 0; i < 3; i++) {
            work.write("file.txt", "version " + i).commit("Change " + i);
        }
        work.git("push", "origin", "main");

        Git shallow = clone("m", "--depth", "1");

        assertThat(shallow.git("rev-list", "--count", "HEAD")).isEqualTo("1");
        shallow.git("fetch", "--unshallow");
        assertThat(shallow.git("rev-list", "--count", "HEAD")).isEqualTo(work.git("rev-list", "--count", "HEAD"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"blob:none", "blob:limit=10k", "tree:0"})
    void partialCloneFetchesTheRestWhenItIsNeeded(String filter) {
        Git work = cloneOfNewModel("m");
        work.write("small.txt", "small").write("big.txt", Bytes.random(2, 100_000));
        work.commit("Add files");
        work.git("push", "origin", "main");

        Git partial = clone("m", "--no-checkout", "--filter=" + filter);

        assertThat(partial.git("rev-list", "--objects", "--missing=print", "HEAD"))
                .contains("\n?");
        partial.git("checkout", "main");
        assertThat(partial.folder().resolve("big.txt"))
                .hasSameBinaryContentAs(work.folder().resolve("big.txt"));
    }

    @Test
    void tagsTravelBothWaysAndCanBeTakenBack() {
        Git work = cloneOfNewModel("m");
        work.git("tag", "light");
        work.git("tag", "-a", "-m", "First", "v1");
        work.git("push", "origin", "--tags");

        assertThat(clone("m").git("tag", "--list")).isEqualTo("light\nv1");
        work.git("push", "origin", ":refs/tags/light");
        assertThat(work.git("ls-remote", "--tags", "origin"))
                .doesNotContain("light")
                .contains("refs/tags/v1^{}");
    }

    @Test
    void pushThatWouldLoseCommitsNeedsForce() {
        Git work = cloneOfNewModel("m");
        Git other = clone("m");
        work.write("mine.txt", "mine").commit("Mine");
        work.git("push", "origin", "main");
        String theirs = other.write("theirs.txt", "theirs").commit("Theirs");

        other.attempt("push", "origin", "main").expectFailure();
        assertThat(remoteHead(work)).isEqualTo(work.git("rev-parse", "HEAD"));

        other.git("push", "--force", "origin", "main");
        assertThat(remoteHead(work)).isEqualTo(theirs);
    }

    @Test
    void branchesComeAndGoButNotTheDefaultOne() {
        Git work = cloneOfNewModel("m");
        work.git("push", "origin", "main:refs/heads/topic/a");
        assertThat(work.git("ls-remote", "origin")).contains("refs/heads/topic/a");

        work.git("push", "origin", "--delete", "topic/a");
        assertThat(work.git("ls-remote", "origin")).doesNotContain("topic/a");

        work.attempt("push", "origin", "--delete", "main").expectFailure();
        assertThat(work.git("ls-remote", "origin")).contains("refs/heads/main");
    }

    @Test
    void awkwardNamesComeBackFromGitAndFromTheirUrl() {
        List<String> names = List.of(
                "模型/权重 一.txt",
                "a;b=c.txt",
                "per%cent%2Fsent.txt",
                "what?.txt",
                "hash#tag.txt",
                "back\\slash.txt",
                "plus+and&.txt",
                "quote'\"s.txt",
                "wheat \uD83C\uDF3E.txt",
                "-dash.txt",
                "[brackets].txt",
                "trailing dot.");
        Git work = cloneOfNewModel("m");
        names.forEach(name -> work.write(name, "I am " + name));
        work.commit("Add awkward names");
        work.git("push", "origin", "main");

        Git clone = clone("m");

        for (String name : names) {
            assertThat(clone.folder().resolve(name)).hasContent("I am " + name);
            String path = URLEncoder.encode(name, StandardCharsets.UTF_8)
                    .replace("+", "%20")
                    .replace("%2F", "/");
            assertThat(hub.http()
                            .bearer(alice.token())
                            .get("/%s/m/resolve/main/%s".formatted(alice.name(), path))
                            .text())
                    .isEqualTo("I am " + name);
        }
    }

    @Test
    void linksModesAndSubmodulesStayWhatTheyAre() {
        Git work = cloneOfNewModel("m");
        work.write("run.sh", "#!/bin/sh\n");
        work.shell().ok("chmod", "+x", "run.sh");
        work.shell().ok("ln", "-s", "/etc/passwd", "outside");
        work.git("add", "-A");
        work.git("update-index", "--add", "--cacheinfo", "160000,1234567890123456789012345678901234567890,sub");
        work.git("commit", "-q", "-m", "Odd entries");
        work.git("push", "origin", "main");

        Git clone = clone("m", "--no-checkout");

        assertThat(clone.git("ls-tree", "HEAD")).isEqualTo(work.git("ls-tree", "HEAD"));
        assertThat(hub.http()
                        .bearer(alice.token())
                        .get("/%s/m/resolve/main/outside".formatted(alice.name()))
                        .text())
                .isEqualTo("/etc/passwd");
    }

    @Test
    void largePushGoesInChunksAndComesBackWhole() {
        Git work = cloneOfNewModel("m");
        work.write("large.txt", Bytes.random(3, 5_000_000)).commit("Add a large file");

        var push = work.with("GIT_TRACE_CURL", "1").attempt("-c", "http.postBuffer=65536", "push", "origin", "main");

        assertThat(push.expectSuccess().err()).contains("Transfer-Encoding: chunked");
        assertThat(clone("m").folder().resolve("large.txt"))
                .hasSameBinaryContentAs(work.folder().resolve("large.txt"));
    }

    @Test
    void longRequestIsZippedAndUnderstood() {
        Git work = cloneOfNewModel("m");
        Git other = clone("m");
        for (int i = 0; i < 40; i++) {
            work.git("commit", "-q", "--allow-empty", "-m", "News " + i);
            work.git("branch", "news" + i);
            work.git("reset", "-q", "--hard", "origin/main");
        }
        work.git("push", "origin", "--all");

        var fetch = other.with("GIT_TRACE_CURL", "1").attempt("fetch", "origin");

        assertThat(fetch.expectSuccess().err()).containsIgnoringCase("Content-Encoding: gzip");
        assertThat(other.git("rev-parse", "origin/news39")).isEqualTo(work.git("rev-parse", "news39"));
    }

    @Test
    void pushNeedsATokenThatMayWrite() {
        Git work = cloneOfNewModel("m");
        work.write("a.txt", "a").commit("Add a");
        String path = alice.name() + "/m";
        String before = remoteHead(work);

        var noToken = work.attempt("push", hub.gitUrl(path), "main").expectFailure();
        var badToken = work.attempt("push", hub.gitUrl(alice.withToken("hf_wrong"), path), "main")
                .expectFailure();
        String reading = hub.admin().createToken(alice.name(), "read");
        var readToken = work.attempt("push", hub.gitUrl(alice.withToken(reading), path), "main")
                .expectFailure();
        var stranger = work.attempt("push", hub.gitUrl(hub.newUser("mallory"), path), "main")
                .expectFailure();

        assertThat(noToken.err()).contains("Authentication failed");
        assertThat(badToken.err()).contains("Authentication failed");
        assertThat(readToken.err()).contains("403");
        assertThat(stranger.err()).contains("403");
        assertThat(remoteHead(work)).isEqualTo(before);
    }

    @Test
    void plainBlobOverTenMegabytesIsSentToLfs() {
        Git work = cloneOfNewModel("m");
        work.write("big.txt", Bytes.random(4, 10_500_000)).commit("Add too much");
        String before = remoteHead(work);

        var push = work.attempt("push", "origin", "main").expectFailure();

        assertThat(push.err()).contains("git-lfs").contains("big.txt");
        assertThat(remoteHead(work)).isEqualTo(before);
    }

    @Test
    void pointerToContentThatNeverCameIsRefused() {
        Git work = cloneOfNewModel("m");
        String oid = Bytes.sha256(Bytes.random(5, 100));
        work.write("weights.txt", """
                version https://git-lfs.github.com/spec/v1
                oid sha256:%s
                size 100
                """.formatted(oid));
        work.commit("Point at nothing");
        String before = remoteHead(work);

        var push = work.attempt("push", "origin", "main").expectFailure();

        assertThat(push.err()).contains(oid.substring(0, 12));
        assertThat(remoteHead(work)).isEqualTo(before);
    }

    @Test
    void refsThatAreNotForPushingAreRefused() {
        Git work = cloneOfNewModel("m");

        for (String ref : List.of("refs/pr/1", "refs/convert/parquet", "refs/granary/x")) {
            work.attempt("push", "origin", "main:" + ref).expectFailure();
        }
        assertThat(work.git("ls-remote", "origin").lines()).hasSize(2);
    }

    @Test
    void atomicPushMovesAllRefsOrNone() {
        Git work = cloneOfNewModel("m");
        work.write("a.txt", "a").commit("Add a");
        String before = remoteHead(work);

        work.attempt("push", "--atomic", "origin", "main", "main:refs/pr/1").expectFailure();
        assertThat(remoteHead(work)).isEqualTo(before);

        work.attempt("push", "origin", "main", "main:refs/pr/1").expectFailure();
        assertThat(remoteHead(work)).isEqualTo(work.git("rev-parse", "HEAD"));
    }

    @Test
    void objectsOfARefusedPushCannotBeFetched() {
        Git work = cloneOfNewModel("m");
        String commit = work.write("big.txt", Bytes.random(6, 10_500_000)).commit("Add too much");
        work.attempt("push", "origin", "main").expectFailure();

        clone("m").attempt("fetch", "origin", commit).expectFailure();
    }

    @Test
    void privateRepositoryIsHiddenFromOthers() {
        hub.api(alice).createModel(alice.name(), "secret", true);
        Account mallory = hub.newUser("mallory");

        var hidden = Git.attemptClone(shell, hub.gitUrl(mallory, alice.name() + "/secret"), folder.resolve("a"));
        var absent = Git.attemptClone(shell, hub.gitUrl(mallory, alice.name() + "/absent"), folder.resolve("b"));

        assertThat(hidden.expectFailure().err().replace("secret", "X"))
                .isEqualTo(absent.expectFailure().err().replace("absent", "X"));
    }

    private Git cloneOfNewModel(String name) {
        hub.api(alice).createModel(alice.name(), name, false);
        return Git.clone(shell, hub.gitUrl(alice, alice.name() + "/" + name), folder.resolve("work"));
    }

    private Git clone(String name, String... arguments) {
        Path target = folder.resolve("clone" + RunningHub.NAMES.incrementAndGet());
        return Git.clone(shell, hub.gitUrl(alice, alice.name() + "/" + name), target, arguments);
    }

    private static String remoteHead(Git work) {
        return work.git("ls-remote", "origin", "refs/heads/main").split("\t", -1)[0];
    }
}
