package granary.web.content;

import static org.assertj.core.api.Assertions.assertThat;

import granary.web.Doors;
import granary.web.Doors.Answer;
import granary.web.TestHub;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bytes of files: resolve and raw. */
class FileDoorTest {
    private static final TestHub HUB = TestHub.shared();
    private static final Doors ALICE = HUB.alice();
    private static final byte[] WEIGHTS = "0123456789 weights".getBytes(StandardCharsets.UTF_8);
    private static String sha256 = "";
    private static String commit = "";

    @BeforeAll
    static void makeFiles() throws Exception {
        String id = ALICE.create("model", "files", false);
        sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(WEIGHTS));
        String link = ALICE.postJson(
                        "/alice/files.git/info/lfs/objects/batch",
                        Map.of(
                                "operation",
                                "upload",
                                "objects",
                                List.of(Map.of("oid", sha256, "size", WEIGHTS.length))))
                .json()
                .at("/objects/0/actions/upload/href")
                .asString();
        ALICE.send("PUT", link, WEIGHTS);
        Answer made = ALICE.commit(
                "models/" + id,
                Doors.file("a.txt", "0123456789"),
                Doors.file("empty.txt", ""),
                Doors.file("page.html", "<script>alert(1)</script>"),
                Doors.file("dir/odd ?%;,:&+ü.txt", "odd"),
                Doors.line(
                        "lfsFile", Map.of("path", "m.bin", "algo", "sha256", "oid", sha256, "size", WEIGHTS.length)));
        commit = made.json().get("commitOid").asString();
    }

    @Test
    void headTellsAllThatClientsNeedBeforeTheyFetch() {
        Answer head = HUB.stranger().head("/alice/files/resolve/main/a.txt");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("X-Repo-Commit")).isEqualTo(commit);
        assertThat(head.header("ETag")).matches("\"[0-9a-f]{40}\"");
        assertThat(head.header("Content-Length")).isEqualTo("10");
        assertThat(head.header("Accept-Ranges")).isEqualTo("bytes");
    }

    @Test
    void largeFilesIdentityIsItsSha256() {
        Answer head = HUB.stranger().head("/alice/files/resolve/main/m.bin");

        assertThat(head.header("ETag")).isEqualTo("\"" + sha256 + "\"");
        assertThat(head.header("X-Linked-Etag")).isEqualTo("\"" + sha256 + "\"");
        assertThat(head.header("X-Linked-Size")).isEqualTo("18");
        assertThat(head.header("Content-Length")).isEqualTo("18");
    }

    @Test
    void largeFileTellsHowToFetchItByXet() {
        String path = "/alice/files/resolve/main/m.bin";
        Answer head = HUB.stranger().head(path);
        Answer info = HUB.stranger().get(path, "Accept", "application/vnd.xet-fileinfo+json, */*");

        for (Answer answer : List.of(head, info)) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-Xet-Hash")).matches("[0-9a-f]{64}");
            assertThat(answer.header("Link"))
                    .matches(("<http://[^>]+/api/models/alice/files/xet-read-token/%s>; rel=\"xet-auth\","
                                    + " <http://[^>]+/v1/reconstructions/%s>; rel=\"xet-reconstruction-info\"")
                            .formatted(commit, head.header("X-Xet-Hash")));
            assertThat(answer.header("X-Linked-Size")).isEqualTo("18");
        }
        assertThat(info.header("Content-Type")).startsWith("application/vnd.xet-fileinfo+json");
        assertThat(info.text()).isEqualTo("{}");
    }

    @Test
    void fileThatGitKeepsHasNoXetHash() {
        for (String file : List.of("a.txt", "empty.txt")) {
            Answer head = HUB.stranger().head("/alice/files/resolve/main/" + file);

            assertThat(head.response().headers().map().keySet()).noneMatch(name -> name.startsWith("x-xet"));
            assertThat(head.header("Link")).isEmpty();
        }
    }

    @Test
    void bytesComeWholeAndInParts() {
        for (String file : List.of("a.txt", "m.bin")) {
            String path = "/alice/files/resolve/main/" + file;
            Answer part = HUB.stranger().get(path, "Range", "bytes=2-4");

            assertThat(HUB.stranger().get(path).text()).startsWith("0123456789");
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.text()).isEqualTo("234");
            assertThat(part.header("Content-Range")).startsWith("bytes 2-4/");
            assertThat(HUB.stranger().get(path, "Range", "bytes=-1").status()).isEqualTo(206);
            assertThat(HUB.stranger().get(path, "Range", "bytes=100-").status()).isEqualTo(416);
            assertThat(HUB.stranger().get(path, "Range", "bytes=0-1,3-4").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void rangeOfAnEmptyFileIs200() {
        Answer answer = HUB.stranger().get("/alice/files/resolve/main/empty.txt", "Range", "bytes=0-0");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes */0");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void unchangedFileIsNotSentAgain() {
        String path = "/alice/files/resolve/main/a.txt";
        String etag = HUB.stranger().head(path).header("ETag");

        assertThat(HUB.stranger().get(path, "If-None-Match", etag).status()).isEqualTo(304);
    }

    @Test
    void oddNamesAreFound() {
        for (String encoded :
                List.of("dir/odd%20%3F%25;,:&+%C3%BC.txt", "dir%2Fodd%20%3F%25%3B%2C%3A%26%2B%C3%BC.txt")) {
            assertThat(HUB.stranger()
                            .get("/alice/files/resolve/main/" + encoded)
                            .text())
                    .as(encoded)
                    .isEqualTo("odd");
        }
    }

    @Test
    void rawIsWhatGitKeeps() {
        Answer pointer = HUB.stranger().get("/alice/files/raw/main/m.bin");

        assertThat(pointer.text())
                .isEqualTo("version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 18\n".formatted(sha256));
        assertThat(pointer.header("Content-Type")).startsWith("text/plain");
        assertThat(HUB.stranger().get("/alice/files/raw/main/a.txt").text()).isEqualTo("0123456789");
    }

    @Test
    void activeFileIsSavedNotShown() {
        Answer page = HUB.stranger().get("/alice/files/resolve/main/page.html");

        assertThat(page.header("Content-Disposition")).startsWith("attachment;");
        assertThat(page.header("Content-Type")).doesNotContain("html");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Content-Security-Policy")).startsWith("sandbox;");
    }

    @Test
    void whatIsNotThereSaysWhere() {
        Answer entry = HUB.stranger().head("/alice/files/resolve/main/nowhere");
        Answer folder = HUB.stranger().get("/alice/files/resolve/main/dir");
        Answer revision = HUB.stranger().get("/alice/files/resolve/nowhere/a.txt");
        Answer repository = HUB.stranger().head("/alice/nowhere/resolve/main/a.txt");

        assertThat(entry.status()).isEqualTo(404);
        assertThat(entry.header("X-Error-Code")).isEqualTo("EntryNotFound");
        assertThat(entry.header("X-Repo-Commit")).isEqualTo(commit);
        assertThat(folder.header("X-Error-Code")).isEqualTo("EntryNotFound");
        assertThat(revision.header("X-Error-Code")).isEqualTo("RevisionNotFound");
        assertThat(repository.status()).isEqualTo(401);
        assertThat(repository.header("X-Error-Code")).isEqualTo("RepoNotFound");
    }

    @Test
    void privateFilesAreForTheirOwnersOnly() {
        String id = ALICE.create("dataset", "private-files", true);
        ALICE.commit("datasets/" + id, Doors.file("a.txt", "secret"));
        String path = "/datasets/alice/private-files/resolve/main/a.txt";

        Answer mine = ALICE.get(path);

        assertThat(mine.text()).isEqualTo("secret");
        assertThat(mine.header("Cache-Control")).contains("private");
        assertThat(HUB.stranger().get(path).status()).isEqualTo(401);
        assertThat(HUB.mallory().get(path).status()).isEqualTo(404);
    }

    @Test
    void steppingOutOfTheRepositoryIsRefused() {
        for (String path : List.of("..%2fx", "dir/..%2f..%2fx", "%2e%2e%2fx", "a.txt%00", "dir//a.txt")) {
            assertThat(HUB.stranger().get("/alice/files/resolve/main/" + path).status())
                    .as(path)
                    .isEqualTo(400);
        }
    }
}
