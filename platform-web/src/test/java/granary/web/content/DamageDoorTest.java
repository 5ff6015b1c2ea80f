package granary.web.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.Sha256;
import granary.web.Doors;
import granary.web.Doors.Answer;
import granary.web.TestHub;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What clients get of a file whose stored bytes rot, and how they heal it. */
class DamageDoorTest {
    private static final int MIB = 1024 * 1024;

    private final TestHub hub = TestHub.shared();
    private final Doors alice = hub.alice();

    /** A file of a repository of its own, and the object that its bytes are in. */
    private record Stored(String repository, long seed, String sha256, Path object) {
        byte[] bytes() {
            return DamageDoorTest.bytes(seed);
        }

        String url() {
            return "/" + repository + "/resolve/main/m.bin";
        }

        void flip(long at) throws IOException {
            try (var file = new RandomAccessFile(object.toFile(), "rw")) {
                file.seek(at);
                int old = file.read();
                file.seek(at);
                file.write(old ^ 1);
            }
        }
    }

    private static byte[] bytes(long seed) {
        byte[] bytes = new byte[5 * MIB];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private Stored store(String name, long seed) throws IOException {
        byte[] bytes = bytes(seed);
        String sha256 = Sha256.of(Sha256.newDigest().digest(bytes)).hex();
        String repository = alice.create("model", name, false);
        Set<Path> before = objects();
        send(repository, sha256, bytes);
        Set<Path> added = new HashSet<>(objects());
        added.removeAll(before);
        alice.commit(
                "models/" + repository,
                Doors.line("lfsFile", Map.of("path", "m.bin", "algo", "sha256", "oid", sha256, "size", bytes.length)));
        assertThat(added).hasSize(1);
        return new Stored(repository, seed, sha256, added.iterator().next());
    }

    private Set<Path> objects() throws IOException {
        Path xorbs = hub.objects().resolve("xorbs");
        if (!Files.isDirectory(xorbs)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(xorbs)) {
            return files.filter(Files::isRegularFile).collect(Collectors.toSet());
        }
    }

    private JsonNode batch(String repository, String sha256, int size) {
        return alice.postJson(
                        "/%s.git/info/lfs/objects/batch".formatted(repository),
                        Map.of("operation", "upload", "objects", List.of(Map.of("oid", sha256, "size", size))))
                .json()
                .at("/objects/0");
    }

    private void send(String repository, String sha256, byte[] bytes) {
        String link = batch(repository, sha256, bytes.length)
                .at("/actions/upload/href")
                .asString();
        assertThat(alice.send("PUT", link, bytes).status()).isEqualTo(200);
    }

    @Test
    void damageBeforeTheFirstByteIsA500() throws Exception {
        Stored file = store("damage-first", 1);
        file.flip(1000);

        Answer whole = alice.get(file.url());
        Answer range = alice.get(file.url(), "Range", "bytes=0-99");

        for (Answer answer : List.of(whole, range)) {
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).contains("report the request id").doesNotContain("xorb");
            assertThat(answer.header("Content-Range")).isEmpty();
        }
    }

    @Test
    void damageFurtherOnBreaksTheConnectionBeforeIt() throws Exception {
        Stored file = store("damage-later", 2);
        file.flip(4 * MIB);

        assertThatThrownBy(() -> alice.get(file.url()))
                .as("nobody takes the part for the whole")
                .isInstanceOf(UncheckedIOException.class);

        Answer range = alice.get(file.url(), "Range", "bytes=100-3000000");
        assertThat(range.status()).as("what is right of it").isEqualTo(206);
        assertThat(range.body()).isEqualTo(Arrays.copyOfRange(file.bytes(), 100, 3_000_001));
    }

    @Test
    void clientsAreToldToSendItAgainAndThatHealsIt() throws Exception {
        Stored file = store("damage-healed", 3);
        assertThat(batch(file.repository(), file.sha256(), file.bytes().length).has("actions"))
                .isFalse();
        assertThat(preuploadOid(file)).isEqualTo(file.sha256());
        Files.delete(file.object());
        assertThat(alice.get(file.url()).status()).isEqualTo(500);

        assertThat(preuploadOid(file)).as("a client that has it will send it").isEmpty();
        send(file.repository(), file.sha256(), file.bytes());

        assertThat(alice.get(file.url()).body()).isEqualTo(file.bytes());
        assertThat(preuploadOid(file)).isEqualTo(file.sha256());
    }

    private String preuploadOid(Stored file) {
        return alice.postJson(
                        "/api/models/%s/preupload/main".formatted(file.repository()),
                        Map.of("files", List.of(Map.of("path", "m.bin", "size", file.bytes().length, "sample", ""))))
                .json()
                .at("/files/0/oid")
                .asString("");
    }

    @Test
    void chunksAreFetchedUpToTheDamagedOne() throws Exception {
        Stored file = store("damage-chunks", 4);
        file.flip(1000);
        JsonNode token = alice.get("/api/models/%s/xet-read-token/main".formatted(file.repository()))
                .json();
        String cas = token.get("casUrl").asString();
        var client = new Doors(
                alice.http(), hub.url(), Optional.of(token.get("accessToken").asString()));
        String hash = alice.head(file.url()).header("X-Xet-Hash");
        JsonNode plan = client.get(cas + "/v1/reconstructions/" + hash).json();
        JsonNode fetch = plan.get("fetch_info").iterator().next().get(0);
        String range = "bytes=%d-%d"
                .formatted(
                        fetch.at("/url_range/start").asLong(),
                        fetch.at("/url_range/end").asLong());

        Answer chunks = hub.stranger().get(fetch.get("url").asString(), "Range", range);

        assertThat(chunks.status()).isEqualTo(500);
        assertThat(chunks.body().length).isLessThan(1000);
    }
}
