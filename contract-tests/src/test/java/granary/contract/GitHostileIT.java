package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.contract.kit.Account;
import granary.contract.kit.Packs;
import granary.contract.kit.Packs.GitObject;
import granary.contract.kit.Packs.GitObject.Kind;
import granary.contract.kit.RunningHub;
import granary.contract.kit.WithHub;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Objects and refs that a careful git would never send (security.md B3): a push of any is refused and leaves no ref. The
 * packs are made by hand, because git itself refuses to send some of these.
 */
@WithHub
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GitHostileIT {
    private static final String FILE = "100644";
    private static final String FOLDER = "40000";
    private static final String LINK = "120000";
    private static final String PERSON = "A <a@example.org> 1700000000 +0000";

    private static final GitObject BLOB = object(Kind.BLOB, "x");
    private static final GitObject SUBFOLDER = new GitObject(Kind.TREE, entry(FILE, "x", BLOB));

    private final RunningHub hub;
    private final Account alice;
    private final String id;

    GitHostileIT(RunningHub hub) {
        this.hub = hub;
        this.alice = hub.newUser("alice");
        this.id = alice.name() + "/m";
        hub.api(alice).createModel(alice.name(), "m", false);
    }

    @Test
    void harmlessPushMadeByHandIsTaken() {
        GitObject tree = tree(new Entry(FILE, "a.txt"), new Entry(FOLDER, "b"));

        assertThat(push("refs/heads/harmless", commit(tree), tree))
                .contains("unpack ok")
                .contains("ok refs/heads/");
        assertThat(branches()).contains("harmless");
    }

    static Stream<Entry> evilEntries() {
        return Stream.of(
                new Entry(FOLDER, ".git"),
                new Entry(FOLDER, ".GIT"),
                new Entry(FOLDER, ".gIt"),
                new Entry(FOLDER, "git~1"),
                new Entry(FOLDER, "GIT~1"),
                new Entry(FOLDER, ".git "),
                new Entry(FOLDER, ".git."),
                new Entry(FOLDER, ".git. . ."),
                new Entry(FOLDER, ".git::$INDEX_ALLOCATION"),
                new Entry(FOLDER, ".g\u200cit"),
                new Entry(FOLDER, ".\u200dgit"),
                new Entry(FOLDER, ".gi\ufefft"),
                new Entry(FILE, ".git"),
                new Entry(FOLDER, ".."),
                new Entry(FOLDER, "."),
                new Entry(FILE, ".."),
                new Entry(FILE, ""),
                new Entry(FILE, "a/b"),
                new Entry(FILE, "/etc/passwd"),
                new Entry(FILE, "../up"),
                new Entry(LINK, ".gitmodules"),
                new Entry("0100644", "zero-padded"),
                new Entry("777", "no-such-mode"),
                new Entry("100644x", "not-octal"));
    }

    @ParameterizedTest
    @MethodSource("evilEntries")
    void treeWithAnEvilEntryIsRefused(Entry evil) {
        expectRefused(tree(evil));
    }

    @ParameterizedTest
    @MethodSource("evilEntries")
    void evilEntryDeepInsideIsRefusedToo(Entry evil) {
        GitObject inner = tree(evil);
        GitObject outer = new GitObject(Kind.TREE, entry(FOLDER, "deep", inner));

        expectRefused(outer, inner);
    }

    @Test
    void treeWithTheSameNameTwiceIsRefused() {
        expectRefused(tree(new Entry(FILE, "twice"), new Entry(FILE, "twice")));
    }

    @Test
    void treeOutOfOrderIsRefused() {
        expectRefused(tree(new Entry(FILE, "b"), new Entry(FILE, "a")));
    }

    @Test
    void treeThatIsCutShortIsRefused() {
        expectRefused(object(Kind.TREE, "100644 cut\0abc"));
    }

    @Test
    void treeThatNamesWhatWasNotSentIsRefused() {
        expectRefused(new GitObject(Kind.TREE, entry(FILE, "gone", object(Kind.BLOB, "never sent"))));
    }

    @Test
    void submoduleThatWouldRunACommandIsRefused() {
        GitObject settings = object(Kind.BLOB, """
                [submodule "x"]
                    path = -x
                    url = --upload-pack=touch /tmp/owned
                """);
        expectRefused(new GitObject(Kind.TREE, entry(FILE, ".gitmodules", settings)), settings);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tree TREE\n\nnobody\n",
                "tree TREE\nauthor A <a@example.org> 1 +0000\n\nno committer\n",
                "tree TREE\nauthor A a@example.org 1 +0000\ncommitter A <a@example.org> 1 +0000\n\nbad author\n",
                "tree nonsense\nauthor A <a@example.org> 1 +0000\ncommitter A <a@example.org> 1 +0000\n\nno tree\n",
                "author A <a@example.org> 1 +0000\ncommitter A <a@example.org> 1 +0000\n\nno tree\n",
            })
    void commitThatMakesNoSenseIsRefused(String text) {
        expectRefused(object(Kind.COMMIT, text.replace("TREE", SUBFOLDER.id())), List.of());
    }

    @Test
    void refToAnObjectThatIsNoCommitIsRefused() {
        assertThat(push("refs/heads/hostile", BLOB)).doesNotContain("ok refs/heads/");
        assertThat(branches()).doesNotContain("hostile");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refs/heads/a..b",
                "refs/heads/a.lock",
                "refs/heads/.a",
                "refs/heads/a b",
                "refs/heads/a~1",
                "refs/heads/a:b",
                "refs/heads/a\u0007",
                "refs/heads/@{x}",
                "refs/heads/",
                "refs/heads//a",
                "refs/heads/../../x",
                "refs/../x",
                "HEAD",
                "main",
                "refs/pr/1",
                "refs/granary/x",
                "../../../etc/passwd",
            })
    void refThatIsNotForPushingIsRefused(String ref) {
        GitObject tree = tree(new Entry(FILE, "a.txt"));
        String before = branches();

        String answer = push(ref, commit(tree), tree);

        assertThat(answer).doesNotContain("ok " + ref);
        assertThat(branches()).isEqualTo(before);
    }

    /** A commit of that tree would be fine; only the tree is not. */
    private void expectRefused(GitObject tree, GitObject... more) {
        var objects = Stream.concat(Stream.of(tree), Stream.of(more)).toList();
        expectRefused(commit(tree), objects);
    }

    private void expectRefused(GitObject commit, List<GitObject> others) {
        String answer = push("refs/heads/hostile", commit, others.toArray(GitObject[]::new));

        assertThat(answer).doesNotContain("ok refs/heads/").containsAnyOf("ng refs/heads/hostile ", "unpack ");
        assertThat(branches()).doesNotContain("hostile");
    }

    private String push(String ref, GitObject tip, GitObject... others) {
        var objects = Stream.concat(Stream.of(tip, BLOB, SUBFOLDER), Stream.of(others))
                .distinct()
                .toList();
        var answer = hub.http()
                .bearer(alice.token())
                .header("Content-Type", "application/x-git-receive-pack-request")
                .send("POST", "/%s.git/git-receive-pack".formatted(id), Packs.push(ref, tip.id(), Packs.of(objects)));
        assertThat(answer.status()).as(answer.toString()).isIn(200, 400);
        return answer.text();
    }

    private String branches() {
        return hub.api(alice).get("/api/models/%s/refs".formatted(id)).toString();
    }

    private static GitObject commit(GitObject tree) {
        return object(
                Kind.COMMIT, "tree %s\nauthor %s\ncommitter %s\n\nhostile\n".formatted(tree.id(), PERSON, PERSON));
    }

    private static GitObject object(Kind kind, String text) {
        return new GitObject(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    private static GitObject tree(Entry... entries) {
        var bytes = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            bytes.writeBytes(entry(entry.mode(), entry.name(), entry.mode().equals(FOLDER) ? SUBFOLDER : BLOB));
        }
        return new GitObject(Kind.TREE, bytes.toByteArray());
    }

    private static byte[] entry(String mode, String name, GitObject object) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes((mode + " " + name + "\0").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(HexFormat.of().parseHex(object.id()));
        return bytes.toByteArray();
    }

    /** One line of a tree. */
    record Entry(String mode, String name) {}
}
