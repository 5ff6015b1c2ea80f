package granary.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import granary.web.Doors;
import granary.web.Doors.Answer;
import granary.web.TestHub;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Preparing and making commits, as Hub clients do. */
class CommitDoorTest {
    private final TestHub hub = TestHub.shared();
    private final Doors alice = hub.alice();

    private Answer commit(String id, String header, String... lines) {
        return alice.post(
                "/api/models/%s/commit/main".formatted(id),
                "application/x-ndjson",
                header + "\n" + String.join("\n", lines));
    }

    private static String header(Map<String, String> fields) {
        return Doors.line("header", fields);
    }

    private List<String> files(String id) {
        return alice.get("/api/models/%s/tree/main?recursive=true".formatted(id))
                .json()
                .valueStream()
                .filter(entry -> entry.get("type").asString().equals("file"))
                .map(entry -> entry.get("path").asString())
                .toList();
    }

    @Test
    void commitIsThereForTheNextRequest() {
        String id = alice.create("model", "commits", false);

        Answer made = commit(
                id,
                header(Map.of("summary", "Title", "description", "Why.")),
                Doors.file("a.txt", "hello"),
                Doors.line("file", Map.of("path", "b.txt", "content", "as it is")));

        JsonNode answer = made.json();
        String oid = answer.get("commitOid").asString();
        assertThat(answer.get("success").asBoolean()).isTrue();
        assertThat(answer.get("commitUrl").asString()).isEqualTo(hub.url() + "/" + id + "/commit/" + oid);
        assertThat(alice.get("/%s/resolve/main/a.txt".formatted(id)).text()).isEqualTo("hello");
        assertThat(alice.get("/%s/resolve/main/b.txt".formatted(id)).text()).isEqualTo("as it is");
        JsonNode commit =
                alice.get("/api/models/%s/commits/main".formatted(id)).json().get(0);
        assertThat(commit.get("title").asString()).isEqualTo("Title");
        assertThat(commit.get("message").asString()).isEqualTo("Why.");
        assertThat(commit.at("/authors/0/user").asString()).isEqualTo("alice");
    }

    @Test
    void largestFileOfGitGoesInAndOneByteMoreDoesNot() {
        String id = alice.create("model", "large-commits", false);
        byte[] bytes = new byte[10_000_001];
        new Random(7).nextBytes(bytes);

        Answer refused = alice.commit("models/" + id, base64("big.txt", bytes, bytes.length));
        Answer taken = alice.commit("models/" + id, base64("big.txt", bytes, bytes.length - 1));

        assertThat(refused.status()).isEqualTo(413);
        assertThat(taken.status()).isEqualTo(200);
        assertThat(alice.get("/%s/resolve/main/big.txt".formatted(id)).body()).hasSize(10_000_000);
    }

    private static String base64(String path, byte[] bytes, int length) {
        String content = Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(bytes, length));
        return Doors.line("file", Map.of("content", content, "path", path, "encoding", "base64"));
    }

    @Test
    void filesAndFoldersAreDeleted() {
        String id = alice.create("model", "deletes", false);
        alice.commit("models/" + id, Doors.file("a", "a"), Doors.file("d/b", "b"), Doors.file("e/c", "c"));

        Answer deleted = alice.commit(
                "models/" + id,
                Doors.line("deletedFile", Map.of("path", "a")),
                Doors.line("deletedFile", Map.of("path", "d")),
                Doors.line("deletedFolder", Map.of("path", "e/")));

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(files(id)).containsExactly(".gitattributes");
        Answer again = alice.commit("models/" + id, Doors.line("deletedFile", Map.of("path", "a")));
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.header("X-Error-Code")).isEqualTo("EntryNotFound");
        assertThat(again.json().get("error").asString()).contains("A file with this name doesn't exist");
    }

    @Test
    void movedBranchIs412InTheWordsThatClientsKnow() {
        String id = alice.create("model", "moved", false);
        String first = alice.get("/api/models/" + id).json().get("sha").asString();
        alice.commit("models/" + id, Doors.file("a", "a"));

        Answer stale = commit(id, header(Map.of("summary", "x", "parentCommit", first)), Doors.file("b", "b"));

        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.header("X-Error-Message"))
                .isEqualTo("The branch was updated since you opened this page. Please refresh and try again.");
        assertThat(files(id)).doesNotContain("b");
    }

    @Test
    void parentMayBeShort() {
        String id = alice.create("model", "short-parent", false);
        String head = alice.get("/api/models/" + id).json().get("sha").asString();

        assertThat(commit(
                                id,
                                header(Map.of("summary", "x", "parentCommit", head.substring(0, 8))),
                                Doors.file("a", "a"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void pathsThatNoRepositoryShouldHoldAre422() {
        String id = alice.create("model", "bad-paths", false);

        for (String path :
                List.of("../x", "a/../b", ".git/config", "a/.git/x", "..\\x", "/x", "a//b", "", ".", "a/.GIT/x")) {
            assertThat(alice.commit("models/" + id, Doors.file(path, "x")).status())
                    .as(path)
                    .isEqualTo(422);
        }
        assertThat(alice.commit("models/" + id, Doors.file("folder/..\\..\\x", "x"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void brokenCommitsAre400AndChangeNothing() {
        String id = alice.create("model", "broken", false);
        String before = alice.get("/api/models/" + id).json().get("sha").asString();
        String good = header(Map.of("summary", "x"));

        for (List<String> lines : List.of(
                List.of("nonsense"),
                List.of(Doors.file("a", "a")),
                List.of(header(Map.of("summary", " "))),
                List.of(header(Map.of("description", "no summary"))),
                List.of(good, Doors.line("file", Map.of("path", "a"))),
                List.of(good, Doors.line("file", Map.of("path", "a", "content", "!", "encoding", "base64"))),
                List.of(good, Doors.line("file", Map.of("path", "a", "content", "x", "encoding", "rot13"))),
                List.of(good, Doors.line("copyFile", Map.of("path", "a"))),
                List.of(good, Doors.file("a", "a"), "{\"key\":"),
                List.of(good, Doors.file("README.md", "---\nlicense: nonsense\n---\n")),
                List.of(good, lfsFile("ab".repeat(32), 3)),
                List.of(good, lfsFile("AB".repeat(32), 3)))) {
            Answer answer = commit(id, String.join("\n", lines));
            assertThat(answer.status()).as("%s: %s", lines, answer).isEqualTo(400);
        }
        assertThat(alice.get("/api/models/" + id).json().get("sha").asString()).isEqualTo(before);
    }

    private static String lfsFile(String oid, long size) {
        return Doors.line("lfsFile", Map.of("path", "m.bin", "algo", "sha256", "oid", oid, "size", size));
    }

    @Test
    void committingNeedsABranchAndTheRightsForIt() {
        String id = alice.create("model", "rights", false);
        String line = Doors.file("a", "a");

        assertThat(hub.stranger().commit("models/" + id, line).status()).isEqualTo(401);
        assertThat(hub.mallory().commit("models/" + id, line).status()).isEqualTo(403);
        assertThat(hub.aliceReading().commit("models/" + id, line).status()).isEqualTo(403);
        String head = alice.get("/api/models/" + id).json().get("sha").asString();
        for (String revision : List.of(head, "nowhere", "refs%2Fpr%2F1")) {
            Answer answer = alice.post(
                    "/api/models/%s/commit/%s".formatted(id, revision),
                    "application/x-ndjson",
                    header(Map.of("summary", "x")) + "\n" + line);
            assertThat(answer.status()).as(revision).isEqualTo(404);
            assertThat(answer.header("X-Error-Code")).isEqualTo("RevisionNotFound");
        }
    }

    @Test
    void pullRequestsAreRefusedRatherThanCommitted() {
        String id = alice.create("model", "no-prs", false);

        Answer commit = alice.post(
                "/api/models/%s/commit/main?create_pr=1".formatted(id),
                "application/x-ndjson",
                header(Map.of("summary", "x")));

        assertThat(commit.status()).isEqualTo(400);
        assertThat(commit.json().get("error").asString()).contains("no pull requests");
    }

    @Test
    void preuploadSortsFilesByAttributesSizeAndSample() {
        String id = alice.create("model", "preupload", false);
        String text = Base64.getEncoder().encodeToString("text".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String binary = Base64.getEncoder().encodeToString(new byte[] {1, 0, 2});
        var files = List.of(
                Map.of("path", "a.txt", "size", 4, "sample", text),
                Map.of("path", "a.bin", "size", 4, "sample", text),
                Map.of("path", "b", "size", 3, "sample", binary),
                Map.of("path", "c.txt", "size", 10_000_001, "sample", text),
                Map.of("path", ".gitattributes", "size", 10, "sample", text),
                Map.of("path", "x.tmp", "size", 10, "sample", text),
                Map.of("path", "d.png", "size", 10, "sample", text));

        JsonNode answer = alice.postJson(
                        "/api/models/%s/preupload/main".formatted(id), Map.of("files", files, "gitIgnore", "*.tmp"))
                .json()
                .get("files");

        assertThat(answer.valueStream().map(file -> file.get("uploadMode").asString()))
                .containsExactly("regular", "lfs", "lfs", "lfs", "regular", "regular", "regular");
        assertThat(answer.valueStream().map(file -> file.get("shouldIgnore").asBoolean()))
                .containsExactly(false, false, false, false, false, true, false);
        assertThat(answer.get(4).get("oid").asString()).matches("[0-9a-f]{40}");
        assertThat(answer.get(0).has("oid")).isFalse();
        JsonNode withPng = alice.postJson(
                        "/api/models/%s/preupload/main".formatted(id),
                        Map.of("files", files, "gitAttributes", "*.png filter=lfs"))
                .json();
        assertThat(withPng.at("/files/6/uploadMode").asString()).isEqualTo("lfs");
        assertThat(withPng.at("/files/1/uploadMode").asString()).isEqualTo("regular");
    }

    @Test
    void preuploadNeedsWhatCommittingNeeds() {
        String id = alice.create("model", "preupload-rights", false);
        Map<String, Object> body = Map.of("files", List.of());

        assertThat(hub.stranger()
                        .postJson("/api/models/%s/preupload/main".formatted(id), body)
                        .status())
                .isEqualTo(401);
        assertThat(hub.mallory()
                        .postJson("/api/models/%s/preupload/main".formatted(id), body)
                        .status())
                .isEqualTo(403);
        assertThat(alice.postJson("/api/models/%s/preupload/nowhere".formatted(id), body)
                        .header("X-Error-Code"))
                .isEqualTo("RevisionNotFound");
        assertThat(alice.postJson("/api/models/%s/preupload/main?create_pr=1".formatted(id), body)
                        .status())
                .isEqualTo(400);
    }
}
