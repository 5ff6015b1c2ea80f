package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.s3.S3Server;
import granary.blob.s3.S3Settings;
import granary.contract.kit.Account;
import granary.contract.kit.BuiltHub;
import granary.contract.kit.Bytes;
import granary.contract.kit.Git;
import granary.contract.kit.HubApi;
import granary.contract.kit.Launcher;
import granary.contract.kit.Programs;
import granary.contract.kit.RawHttp;
import granary.contract.kit.Shell;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The built product over a bucket: what it keeps is there and nowhere else, and a second hub beside it serves the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3HubIT {
    private static final int PID_FILE_PORT_LINE = 3;
    private static final byte[] WEIGHTS = Bytes.random(1, 20_000_000);

    private final Path folder;
    private final S3Settings bucket = S3Server.shared().newBucket();
    private final Launcher plain;
    /** Keeps objects in the bucket. */
    private final Launcher launcher;

    private final BuiltHub hub;
    private final Account alice;

    S3HubIT(@TempDir Path folder) {
        Programs.require("git-lfs");
        this.folder = folder;
        this.plain = Launcher.built().with("GRANARY_PREVIEW", "off");
        this.launcher = plain.with("GRANARY_OBJECTS", "s3://" + bucket.bucket() + "/hub")
                .with("GRANARY_S3_ENDPOINT", bucket.endpoint().toString())
                .with("GRANARY_S3_ACCESS_KEY", bucket.credentials().accessKey())
                .with("GRANARY_S3_SECRET_KEY", bucket.credentials().secretKey())
                .with(
                        "GRANARY_S3_PUBLIC_ENDPOINT",
                        "http://localhost:" + bucket.endpoint().getPort())
                .with("GRANARY_PREVIEW", "off");
        this.hub = launcher.start(folder.resolve("one"));
        hub.admin().createAdministrator(hub.newName("root"));
        this.alice = hub.newUser("alice");
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @Test
    void whatIsPushedIsInTheBucketAndNotOnThisMachine() throws IOException {
        push("pushed");

        assertThat(resolve(hub, "pushed").bytes()).isEqualTo(WEIGHTS);
        assertThat(stored("hub/xorbs")).isNotEmpty();
        assertThat(stored("hub/git")).isNotEmpty();
        assertThat(hub.data().resolve("objects")).doesNotExist();
        assertThat(hub.data().resolve("tmp/uploads")).isEmptyDirectory();
        assertThat(hub.admin().get("/api/admin/stats").get("objects").asString())
                .isEqualTo("s3://%s/hub/".formatted(bucket.bucket()));
        JsonNode report = HubApi.expect(hub.http().get("/health"));
        assertThat(report.at("/components/objects").asString()).isIn("up", "low on space");
        assertThat(launcher.ok("admin", "fsck", "--deep", "--data", hub.data().toString()))
                .contains("No problems.");
    }

    @Test
    void aSecondHubServesAtOnceWhatTheFirstWroteAndTheOtherWayRound() throws IOException {
        push("shared");
        try (BuiltHub second = overTheSameDatabase(launcher).start(folder.resolve("two"))) {
            assertThat(resolve(second, "shared").bytes()).isEqualTo(WEIGHTS);
            String commit = second.api(alice).commitFile(alice.name() + "/shared", "notes.txt", "by the second");

            RawHttp.Answer notes = hub.http()
                    .as(alice.token())
                    .get("/%s/raw/%s/notes.txt".formatted(alice.name() + "/shared", commit));
            assertThat(notes.text()).isEqualTo("by the second");
            Git clone = Git.clone(shell(), hub.gitUrl(alice, alice.name() + "/shared"), folder.resolve("clone"));
            assertThat(clone.git("rev-parse", "HEAD")).isEqualTo(commit);
            assertThat(clone.folder().resolve("weights.bin")).hasBinaryContent(WEIGHTS);
        }
    }

    @Test
    void objectsMoveToAFolderAndAHubServesThemFromThere() throws IOException {
        push("moved");
        Path objects = folder.resolve("objects");

        String report = launcher.ok(
                "admin",
                "objects",
                "copy",
                "--from",
                "s3://%s/hub".formatted(bucket.bucket()),
                "--to",
                objects.toString());

        assertThat(report).contains("No problems.");
        try (BuiltHub there = overTheSameDatabase(plain)
                .with("GRANARY_OBJECTS", objects.toString())
                .start(folder.resolve("three"))) {
            assertThat(resolve(there, "moved").bytes()).isEqualTo(WEIGHTS);
        }
    }

    @Test
    void xetClientsFetchFromTheServerItself() throws Exception {
        push("fetched");
        String id = alice.name() + "/fetched";
        RawHttp http = hub.http().as(alice.token());
        String hash = http.send("HEAD", "/%s/resolve/main/weights.bin".formatted(id), new byte[0])
                .header("X-Xet-Hash");
        JsonNode access = HubApi.expect(http.get("/api/models/%s/xet-read-token/main".formatted(id)));
        String cas = URI.create(access.get("casUrl").asString()).getPath();

        JsonNode plan = HubApi.expect(hub.http()
                .as(access.get("accessToken").asString())
                .get("%s/v1/reconstructions/%s".formatted(cas, hash)));

        JsonNode fetch = plan.get("fetch_info").values().iterator().next().get(0);
        URI link = URI.create(fetch.get("url").asString());
        long first = fetch.at("/url_range/start").asLong();
        long last = fetch.at("/url_range/end").asLong();
        assertThat(link.getAuthority())
                .isEqualTo("localhost:" + bucket.endpoint().getPort());
        HttpResponse<byte[]> chunks = fetch(link, "bytes=%d-%d".formatted(first, last));
        assertThat(chunks.statusCode()).isEqualTo(206);
        assertThat(chunks.body()).hasSize((int) (last - first + 1));
        assertThat(fetch(link, "bytes=0-" + (last + 1)).statusCode()).isEqualTo(403);
    }

    private static HttpResponse<byte[]> fetch(URI link, String range) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(link).header("Range", range).build();
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void aBucketThatCannotBeUsedIsToldInASentence() {
        assertThat(launcher.with("GRANARY_S3_SECRET_KEY", "wrong")
                        .refusal("run", "--data", folder.resolve("never").toString(), "--port", "0"))
                .isEqualTo("Cannot keep objects in s3://%s/hub/: The S3 server at %s refuses the secret key."
                        .formatted(bucket.bucket(), bucket.endpoint()));
        assertThat(launcher.with("GRANARY_OBJECTS", "s3://not-there")
                        .refusal("run", "--data", folder.resolve("never").toString(), "--port", "0"))
                .endsWith("There is no bucket not-there at %s; make it first.".formatted(bucket.endpoint()));
    }

    private void push(String name) {
        Shell shell = shell();
        shell.ok("git", "lfs", "install", "--skip-repo");
        hub.api(alice).createModel(alice.name(), name, true);
        Git work = Git.clone(shell, hub.gitUrl(alice, alice.name() + "/" + name), folder.resolve("work-" + name));
        work.write("weights.bin", WEIGHTS).commit("Add weights");
        work.git("push", "origin", "main");
    }

    private Shell shell() {
        return Shell.at(folder.resolve("home"));
    }

    private RawHttp.Answer resolve(BuiltHub from, String name) {
        return from.http().as(alice.token()).get("/%s/%s/resolve/main/weights.bin".formatted(alice.name(), name));
    }

    private List<Path> stored(String below) throws IOException {
        try (Stream<Path> files =
                Files.walk(S3Server.shared().folderOf(bucket.bucket()).resolve(below))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** With the database that the first hub runs. */
    private Launcher overTheSameDatabase(Launcher other) throws IOException {
        Path postgres = hub.data().resolve("postgres");
        String port =
                Files.readAllLines(postgres.resolve("cluster/postmaster.pid")).get(PID_FILE_PORT_LINE);
        return other.with("GRANARY_DATABASE_URL", "jdbc:postgresql://127.0.0.1:%s/granary".formatted(port))
                .with(
                        "GRANARY_DATABASE_PASSWORD",
                        Files.readAllLines(postgres.resolve("password")).getFirst());
    }
}
