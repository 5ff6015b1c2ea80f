package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.contract.kit.Account;
import granary.contract.kit.Bytes;
import granary.contract.kit.Folders;
import granary.contract.kit.Git;
import granary.contract.kit.HubApi;
import granary.contract.kit.Lfs;
import granary.contract.kit.Programs;
import granary.contract.kit.RawHttp;
import granary.contract.kit.RunningHub;
import granary.contract.kit.Shell;
import granary.contract.kit.WithHub;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What git-lfs may expect, and what the LFS API answers to those who lie to it. */
@WithHub
class GitLfsIT {
    private final RunningHub hub;
    private final Account alice;
    private final Path folder;
    private final Shell shell;
    private final String id;

    GitLfsIT(RunningHub hub, @TempDir Path folder) {
        Programs.require("git-lfs");
        this.hub = hub;
        this.alice = hub.newUser("alice");
        this.folder = folder;
        this.shell = Shell.at(folder.resolve("home"));
        this.id = alice.name() + "/m";
        shell.ok("git", "lfs", "install", "--skip-repo");
        hub.api(alice).createModel(alice.name(), "m", true);
    }

    @Test
    void whatWasPushedIsClonedBitForBit() {
        Git work = clone("work");
        work.write("weights.safetensors", Bytes.random(1, 3_000_000)).write("empty.safetensors", "");
        work.write("模型/权重 一.bin", Bytes.random(2, 70_000)).commit("Add weights");
        work.git("push", "origin", "main");

        Git clone = clone("clone");

        assertThat(clone.git("lfs", "ls-files", "-n").lines()).contains("weights.safetensors", "模型/权重 一.bin");
        for (String file : Folders.files(work.folder())) {
            assertThat(clone.folder().resolve(file))
                    .hasSameBinaryContentAs(work.folder().resolve(file));
        }
        assertThat(clone.git("show", "HEAD:weights.safetensors"))
                .isEqualTo("version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 3000000"
                        .formatted(Bytes.sha256(Bytes.random(1, 3_000_000))));
    }

    @Test
    void typesTrackedByTheUserGoToLfsToo() {
        Git work = clone("work");
        work.git("lfs", "track", "*.weights");
        work.write("a.weights", Bytes.random(3, 50_000)).commit("Track weights");
        work.git("push", "origin", "main");

        assertThat(resolve("a.weights").bytes()).isEqualTo(Bytes.random(3, 50_000));
        assertThat(raw("a.weights").text()).startsWith("version https://git-lfs.github.com/spec/v1");
    }

    @Test
    void interruptedDownloadGoesOnWhereItStopped() {
        byte[] bytes = Bytes.random(4, 2_000_000);
        Git work = clone("work");
        work.write("weights.bin", bytes).commit("Add weights");
        work.git("push", "origin", "main");
        Git clone = Git.clone(shell.with("GIT_LFS_SKIP_SMUDGE", "1"), hub.gitUrl(alice, id), folder.resolve("clone"));
        Folders.write(
                clone.folder().resolve(".git/lfs/incomplete/" + Bytes.sha256(bytes) + ".part"),
                Arrays.copyOf(bytes, 1_234_567));

        var pull = clone.with("GIT_LFS_SKIP_SMUDGE", "0")
                .with("GIT_CURL_VERBOSE", "1")
                .attempt("lfs", "pull");

        assertThat(pull.expectSuccess().err()).contains("Range: bytes=1234567-").contains("HTTP: 206");
        assertThat(clone.folder().resolve("weights.bin")).hasBinaryContent(bytes);
    }

    @Test
    void downloadLinkServesRanges() {
        byte[] bytes = Bytes.random(5, 500_000);
        String oid = Bytes.sha256(bytes);
        Lfs lfs = Lfs.of(hub, alice, id);
        assertThat(lfs.upload(oid, bytes).status()).isEqualTo(200);
        String link = Lfs.target(lfs.batch("download", oid, bytes.length), "download");

        RawHttp.Answer middle =
                hub.http().header("Range", "bytes=100000-199999").get(link);
        RawHttp.Answer end = hub.http().header("Range", "bytes=-7").get(link);
        RawHttp.Answer beyond = hub.http().header("Range", "bytes=500000-").get(link);

        assertThat(middle.status()).isEqualTo(206);
        assertThat(middle.header("Content-Range")).isEqualTo("bytes 100000-199999/500000");
        assertThat(middle.bytes()).isEqualTo(Arrays.copyOfRange(bytes, 100_000, 200_000));
        assertThat(end.bytes()).isEqualTo(Arrays.copyOfRange(bytes, 499_993, 500_000));
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.header("Content-Range")).isEqualTo("bytes */500000");
    }

    @Test
    void bytesThatDoNotHashToTheirOidAreRefusedAndNotKept() {
        byte[] truth = Bytes.random(6, 300_000);
        byte[] lie = Bytes.random(7, 300_000);
        String oid = Bytes.sha256(truth);
        Lfs lfs = Lfs.of(hub, alice, id);
        Map<String, Long> before = hub.admin().stats();

        assertThat(lfs.upload(oid, lie).status()).isEqualTo(422);

        assertThat(lfs.has(oid, truth.length)).isFalse();
        assertThat(lfs.has(Bytes.sha256(lie), lie.length)).isFalse();
        assertThat(hub.admin().stats()).isEqualTo(before);
        assertThat(lfs.upload(oid, truth).status()).isEqualTo(200);
        assertThat(lfs.has(oid, truth.length)).isTrue();
    }

    @Test
    void uploadOfAnotherLengthThanDeclaredIsRefused() {
        byte[] bytes = Bytes.random(8, 10_000);
        Lfs lfs = Lfs.of(hub, alice, id);
        String link = Lfs.target(lfs.batch("upload", Bytes.sha256(bytes), 9_999), "upload");

        assertThat(hub.http().put(link, bytes).status()).isEqualTo(422);
        assertThat(lfs.has(Bytes.sha256(bytes), bytes.length)).isFalse();
    }

    @Test
    void contentCannotBeOverwritten() {
        byte[] truth = Bytes.random(9, 100_000);
        String oid = Bytes.sha256(truth);
        Lfs lfs = Lfs.of(hub, alice, id);
        String link = Lfs.target(lfs.batch("upload", oid, truth.length), "upload");
        assertThat(hub.http().put(link, truth).status()).isEqualTo(200);

        assertThat(hub.http().put(link, Bytes.random(10, 100_000)).status()).isEqualTo(422);

        String download = Lfs.target(lfs.batch("download", oid, truth.length), "download");
        assertThat(hub.http().get(download).bytes()).isEqualTo(truth);
        assertThat(lfs.batch("upload", oid, truth.length).has("actions")).isFalse();
    }

    @Test
    void knowingAnOidGivesNoRightToTheBytes() {
        byte[] secret = Bytes.random(11, 200_000);
        String oid = Bytes.sha256(secret);
        assertThat(Lfs.of(hub, alice, id).upload(oid, secret).status()).isEqualTo(200);
        Account mallory = hub.newUser("mallory");
        hub.api(mallory).createModel(mallory.name(), "own", false);
        Lfs own = Lfs.of(hub, mallory, mallory.name() + "/own");

        assertThat(own.has(oid, secret.length)).isFalse();
        assertThat(own.upload(oid, Bytes.random(12, 200_000)).status()).isEqualTo(422);
        assertThat(own.has(oid, secret.length)).isFalse();
        assertThat(hub.api(mallory)
                        .commitContent(mallory.name() + "/own", "stolen.bin", oid, secret.length)
                        .status())
                .isEqualTo(400);
        assertThat(own.upload(oid, secret).status()).isEqualTo(200);
        assertThat(own.has(oid, secret.length)).isTrue();
    }

    @Test
    void linkIsForOneObjectAndOneDeedOnly() {
        byte[] bytes = Bytes.random(13, 1000);
        byte[] other = Bytes.random(14, 1000);
        Lfs lfs = Lfs.of(hub, alice, id);
        String link = Lfs.target(lfs.batch("upload", Bytes.sha256(bytes), bytes.length), "upload");
        String elsewhere = link.replace(Bytes.sha256(bytes), Bytes.sha256(other));
        String forged = link.substring(0, link.length() - 2) + (link.endsWith("AA") ? "BB" : "AA");

        assertThat(hub.http().put(elsewhere, other).status()).isIn(401, 403);
        assertThat(hub.http().put(forged, bytes).status()).isIn(401, 403);
        assertThat(hub.http().get(link).status()).isIn(401, 403);
        assertThat(hub.http().put(link, bytes).status()).isEqualTo(200);
    }

    @Test
    void strangersBatchIsTheSameForAHiddenAndAnAbsentRepository() {
        byte[] secret = Bytes.random(15, 1000);
        Lfs.of(hub, alice, id).upload(Bytes.sha256(secret), secret);
        Account mallory = hub.newUser("mallory");

        for (String operation : new String[] {"download", "upload"}) {
            var hidden = Lfs.of(hub, mallory, id).askBatch(operation, Bytes.sha256(secret), secret.length);
            var absent = Lfs.of(hub, mallory, alice.name() + "/absent")
                    .askBatch(operation, Bytes.sha256(secret), secret.length);
            assertThat(hidden.status()).isEqualTo(404).isEqualTo(absent.status());
            assertThat(message(hidden)).isEqualTo(message(absent));
            var anonymous = Lfs.ofStranger(hub, id).askBatch(operation, Bytes.sha256(secret), secret.length);
            assertThat(anonymous.status()).isEqualTo(401);
            assertThat(anonymous.header("WWW-Authenticate")).startsWith("Basic");
        }
    }

    private static String message(RawHttp.Answer answer) {
        return HubApi.json(answer).get("message").asString();
    }

    @Test
    void batchJudgesEachObjectByItself() {
        JsonNode notAnOid = Lfs.of(hub, alice, id).batch("upload", "../../etc/passwd", 1);
        JsonNode negative = Lfs.of(hub, alice, id).batch("upload", "0".repeat(64), -1);
        JsonNode empty = Lfs.of(hub, alice, id).batch("upload", Bytes.sha256(new byte[0]), 0);

        assertThat(notAnOid.get("error").get("code").asInt()).isEqualTo(422);
        assertThat(negative.get("error").get("code").asInt()).isEqualTo(422);
        assertThat(empty.has("error")).isFalse();
    }

    @Test
    void linkDiesWithTheTokenItWasAskedWith() {
        byte[] bytes = Bytes.random(16, 1000);
        Lfs.of(hub, alice, id).upload(Bytes.sha256(bytes), bytes);
        JsonNode made = hub.admin()
                .post("/api/admin/users/%s/tokens".formatted(alice.name()), Map.of("name", "short", "scope", "read"));
        Lfs lfs = Lfs.of(hub, alice.withToken(made.get("token").asString()), id);
        String link = Lfs.target(lfs.batch("download", Bytes.sha256(bytes), bytes.length), "download");
        assertThat(hub.http().get(link).bytes()).isEqualTo(bytes);

        hub.admin()
                .delete("/api/admin/users/%s/tokens/%s"
                        .formatted(alice.name(), made.get("id").asString()));

        assertThat(hub.http().get(link).status()).isIn(401, 403, 404);
    }

    private Git clone(String name) {
        return Git.clone(shell, hub.gitUrl(alice, id), folder.resolve(name));
    }

    private RawHttp.Answer resolve(String path) {
        return hub.http().bearer(alice.token()).get("/%s/resolve/main/%s".formatted(id, path));
    }

    private RawHttp.Answer raw(String path) {
        return hub.http().bearer(alice.token()).get("/%s/raw/main/%s".formatted(id, path));
    }
}
