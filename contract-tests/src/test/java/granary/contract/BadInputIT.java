package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.contract.kit.Account;
import granary.contract.kit.Bytes;
import granary.contract.kit.Git;
import granary.contract.kit.HubApi;
import granary.contract.kit.Lfs;
import granary.contract.kit.Packs;
import granary.contract.kit.RawHttp;
import granary.contract.kit.RunningHub;
import granary.contract.kit.Shell;
import granary.contract.kit.WithHub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies too long, too deep, too slow or simply wrong: each gets a clear answer in time, and nothing of it is kept. */
@WithHub
class BadInputIT {
    private static final Duration PROMPT = Duration.ofSeconds(2);
    private static final Duration STALL_DEADLINE = Duration.ofSeconds(60);
    private static final int MEGABYTE = 1_000_000;

    private final RunningHub hub;
    private final Account alice;
    private final RawHttp http;
    private final Path folder;
    private final String id;

    BadInputIT(RunningHub hub, @TempDir Path folder) {
        this.hub = hub;
        this.alice = hub.newUser("alice");
        this.http = hub.http().bearer(alice.token());
        this.folder = folder;
        this.id = alice.name() + "/m";
        hub.api(alice).createModel(alice.name(), "m", false);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/repos/create,application/json",
        "/api/validate-yaml,application/json",
        "/api/models/ID/preupload/main,application/json",
        "/api/models/ID/paths-info/main,application/json",
        "/ID.git/info/lfs/objects/batch,application/vnd.git-lfs+json",
    })
    void bodyOverTheLimitIs413(String path, String type) {
        String target = path.replace("ID", id);
        String body = HubApi.text(Map.of("content", "x".repeat(20 * MEGABYTE)));

        assertThat(http.post(target, type, body).status()).isEqualTo(413);
        assertThat(http.header("Transfer-Encoding", "chunked")
                        .header("Content-Type", type)
                        .send("POST", target, chunked(body))
                        .status())
                .isEqualTo(413);
    }

    private static byte[] chunked(String body) {
        return "%x\r\n%s\r\n0\r\n\r\n".formatted(body.length(), body).getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "null",
                "{\"name\": 7",
                "{\"name\": {\"a\": []}}",
                "{\"name\": \"\\ud800\"}"
            })
    void bodyThatMakesNoSenseIs400(String body) {
        RawHttp.Answer answer = http.postJson("/api/repos/create", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(HubApi.json(answer).get("error").asString()).isNotEmpty();
    }

    @Test
    void deeplyNestedJsonIs400() {
        String deep = "{\"name\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(http.postJson("/api/repos/create", deep).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{\"key\":\"file\",\"value\":{\"path\":\"a\",\"content\":\"\"}}",
                "{\"key\":\"header\",\"value\":{\"summary\":\"x\"}}\n{\"key\":\"lfsFile\",\"value\":{\"path\":\"a\"}}",
                "{\"key\":\"header\",\"value\":{\"summary\":\"x\"}}\n{\"key\":\"unknown\",\"value\":{}}",
                "{\"key\":\"header\",\"value\":{\"summary\":\"x\"}}\n"
                        + "{\"key\":\"file\",\"value\":{\"path\":\"a\",\"content\":\"%%%\",\"encoding\":\"base64\"}}",
            })
    void commitWithABadLineIs400AndChangesNothing(String lines) {
        String before = head();

        RawHttp.Answer answer = commit(lines);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(head()).isEqualTo(before);
    }

    @Test
    void fileTooLargeForGitIsRefusedInACommit() {
        String content = Base64.getEncoder().encodeToString(Bytes.random(1, 11 * MEGABYTE));
        String before = head();

        RawHttp.Answer answer = commit(HubApi.text(Map.of("key", "header", "value", Map.of("summary", "Too large")))
                + "\n"
                + HubApi.text(Map.of(
                        "key",
                        "file",
                        "value",
                        Map.of("path", "large.txt", "content", content, "encoding", "base64"))));

        assertThat(answer.status()).isIn(400, 413);
        assertThat(head()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../up",
                "a/../../up",
                "/etc/passwd",
                ".git/config",
                "a/.GIT/config",
                "a//b",
                "",
                ".",
                "a/./b",
                "nul\\u0000l"
            })
    void commitToAPathThatLeavesTheTreeIsRefused(String path) {
        String before = head();

        RawHttp.Answer answer = commit("""
                {"key":"header","value":{"summary":"Out"}}
                {"key":"file","value":{"path":"%s","content":"eA==","encoding":"base64"}}
                """.formatted(path));

        assertThat(answer.status()).isIn(400, 422);
        assertThat(head()).isEqualTo(before);
    }

    @Test
    void cardThatUnfoldsWithoutEndIsRefusedAtOnce() {
        var card = new StringBuilder("---\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            card.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
        }
        card.append("---\n");

        Instant start = Instant.now();
        RawHttp.Answer answer = http.postJson(
                "/api/validate-yaml", HubApi.text(Map.of("content", card.toString(), "repoType", "model")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(Duration.between(start, Instant.now())).isLessThan(PROMPT);
    }

    @ParameterizedTest
    @CsvSource({"1600,1", "160000,3"})
    void deltaBombIsRefusedAtOnceAndLeavesNothing(int copies, int depth) {
        byte[] body = Packs.push("refs/heads/bomb", "1".repeat(40), Packs.deltaBomb(copies, depth));

        for (int i = 0; i < 5; i++) {
            Instant start = Instant.now();
            RawHttp.Answer answer = http.header("Content-Type", "application/x-git-receive-pack-request")
                    .send("POST", "/%s.git/git-receive-pack".formatted(id), body);
            assertThat(Duration.between(start, Instant.now())).isLessThan(PROMPT);
            assertThat(answer.status()).isIn(200, 413);
            assertThat(answer.text()).doesNotContain("unpack ok");
        }
        assertThat(hub.api(alice).get("/api/models/%s/refs".formatted(id)).get("branches"))
                .hasSize(1);
    }

    @Test
    void treeOfTenBillionFilesIsAnsweredInParts() {
        Git work = Git.clone(Shell.at(folder.resolve("home")), hub.gitUrl(alice, id), folder.resolve("work"));
        String tree = treeBomb(work);
        String commit = work.git("commit-tree", "-m", "Bomb", "-p", "HEAD", tree);
        work.attempt("push", "origin", commit + ":refs/heads/main");

        for (String path : List.of(
                "/api/models/%s/tree/main?recursive=true",
                "/api/models/%s/tree/main/d0/d0?recursive=true",
                "/api/models/%s",
                "/api/models/%s?blobs=true",
                "/%s",
                "/%s/tree/main",
                "/%s/commits/main")) {
            Instant start = Instant.now();
            RawHttp.Answer answer = http.get(path.formatted(id));
            assertThat(answer.status()).as(path).isIn(200, 404, 413);
            assertThat(Duration.between(start, Instant.now())).as(path).isLessThan(Duration.ofSeconds(5));
        }
    }

    private static String treeBomb(Git work) {
        String object = "blob " + work.hashObject("blob", "x".getBytes(StandardCharsets.UTF_8));
        String mode = "100644";
        String tree = "";
        for (int level = 0; level < 10; level++) {
            var lines = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                lines.append("%s %s\td%d\n".formatted(mode, object, i));
            }
            tree = work.shell()
                    .run(List.of("git", "mktree"), lines.toString())
                    .expectSuccess()
                    .out()
                    .strip();
            object = "tree " + tree;
            mode = "040000";
        }
        return tree;
    }

    @Test
    void zippedRequestThatUnfoldsWithoutEndIsRefused() throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            byte[] block = new byte[MEGABYTE];
            for (int i = 0; i < 300; i++) {
                out.write(block);
            }
        }

        for (String service : List.of("git-upload-pack", "git-receive-pack")) {
            RawHttp.Answer answer = http.header("Content-Type", "application/x-%s-request".formatted(service))
                    .header("Content-Encoding", "gzip")
                    .send("POST", "/%s.git/%s".formatted(id, service), zipped.toByteArray());
            assertThat(answer.status()).as(service).isIn(200, 400, 413);
            assertThat(answer.text()).as(service).doesNotContain("unpack ok");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "zzzz", "0000", "ffff", "0004", "0003", "0008want", "00000000PACK", "0032want 123\n0000"})
    void gitRequestThatIsNoneIsNobodysInternalError(String body) {
        for (String service : List.of("git-upload-pack", "git-receive-pack")) {
            for (String protocol : List.of("version=2", "version=0", "version=nine")) {
                RawHttp.Answer answer = http.header("Content-Type", "application/x-%s-request".formatted(service))
                        .header("Git-Protocol", protocol)
                        .send("POST", "/%s.git/%s".formatted(id, service), body.getBytes(StandardCharsets.US_ASCII));
                assertThat(answer.status()).as("%s %s", service, answer).isIn(200, 400);
            }
        }
    }

    @Test
    void headersOverTheLimitAreRefused() {
        assertThat(http.header("X-Long", "x".repeat(100_000))
                        .get("/api/whoami-v2")
                        .status())
                .isIn(400, 431);
        assertThat(hub.http().get("/" + "x".repeat(100_000)).status()).isIn(400, 414, 431);
    }

    @Test
    void whoStopsSendingIsCutOff() throws InterruptedException {
        byte[] bytes = Bytes.random(2, MEGABYTE);
        String upload = Lfs.target(Lfs.of(hub, alice, id).batch("upload", Bytes.sha256(bytes), bytes.length), "upload");
        RawHttp long1 = http.header("Content-Length", Integer.toString(MEGABYTE));

        try (var stalls = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> ends = List.of(
                    stalls.submit(
                            () -> statusAfterStall(hub.http().header("Content-Length", "" + MEGABYTE), "PUT", upload)),
                    stalls.submit(() -> statusAfterStall(
                            long1.header("Content-Type", "application/x-ndjson"),
                            "POST",
                            "/api/models/%s/commit/main".formatted(id))),
                    stalls.submit(() -> statusAfterStall(
                            long1.header("Content-Type", "application/x-git-receive-pack-request"),
                            "POST",
                            "/%s.git/git-receive-pack".formatted(id))),
                    stalls.submit(() -> statusAfterStall(
                            hub.http().header("Content-Length", "1000").header("Content-Type", "application/json"),
                            "POST",
                            "/api/validate-yaml")));
            for (Future<Integer> end : ends) {
                assertThat(end.get()).isIn(0, 200, 400, 408);
            }
        } catch (ExecutionException stillWaiting) {
            throw new AssertionError("a stalled client was not cut off", stillWaiting);
        }
        assertThat(Lfs.of(hub, alice, id).has(Bytes.sha256(bytes), bytes.length))
                .isFalse();
    }

    /** Sends the head and one byte; the status that comes then, or 0 when the connection just ends. */
    private static int statusAfterStall(RawHttp http, String method, String target) throws IOException {
        try (RawHttp.Exchange exchange = http.open(method, target)) {
            exchange.deadline(STALL_DEADLINE);
            exchange.write(new byte[] {'{'});
            return exchange.answer().status();
        } catch (SocketTimeoutException stillWaiting) {
            throw stillWaiting;
        } catch (IOException ended) {
            return 0;
        }
    }

    private RawHttp.Answer commit(String lines) {
        return http.post("/api/models/%s/commit/main".formatted(id), "application/x-ndjson", lines);
    }

    private String head() {
        return hub.api(alice).get("/api/models/" + id).get("sha").asString();
    }
}
