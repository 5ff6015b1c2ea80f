package granary.web.git;

import static org.assertj.core.api.Assertions.assertThat;

import granary.web.Doors;
import granary.web.Doors.Answer;
import granary.web.TestHub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Git's three requests, as far as git itself would never send them. Cloning and pushing is in GitIT. */
class GitDoorTest {
    private static final String UPLOAD = "application/x-git-upload-pack-request";

    private final TestHub hub = TestHub.shared();
    private final Doors alice = hub.alice();

    @Test
    void advertisementIsForBothNamesAndNotToBeKept() {
        String id = alice.create("model", "git-refs", false);

        for (String name : new String[] {id, id + ".git"}) {
            Answer refs = hub.stranger().get("/" + name + "/info/refs?service=git-upload-pack");
            assertThat(refs.status()).isEqualTo(200);
            assertThat(refs.header("Content-Type")).isEqualTo("application/x-git-upload-pack-advertisement");
            assertThat(refs.header("Cache-Control")).contains("no-cache");
            assertThat(refs.text())
                    .startsWith("001e# service=git-upload-pack\n0000")
                    .contains("refs/heads/main");
        }
        Answer version2 =
                hub.stranger().get("/" + id + "/info/refs?service=git-upload-pack", "Git-Protocol", "version=2");
        assertThat(version2.text()).contains("version 2", "fetch=");
    }

    @Test
    void gitIsAskedForCredentialsWhereItNeedsThem() {
        String open = alice.create("model", "git-open", false);
        String hidden = alice.create("model", "git-hidden", true);

        for (String path : new String[] {
            "/" + open + "/info/refs?service=git-receive-pack",
            "/" + hidden + "/info/refs?service=git-upload-pack",
            "/alice/nowhere/info/refs?service=git-upload-pack"
        }) {
            Answer stranger = hub.stranger().get(path);
            assertThat(stranger.status()).as(path).isEqualTo(401);
            assertThat(stranger.header("WWW-Authenticate")).startsWith("Basic realm=");
        }
        assertThat(hub.mallory()
                        .get("/" + hidden + "/info/refs?service=git-upload-pack")
                        .status())
                .isEqualTo(404);
        assertThat(hub.mallory()
                        .get("/" + open + "/info/refs?service=git-receive-pack")
                        .status())
                .isEqualTo(403);
        assertThat(hub.aliceReading()
                        .get("/" + open + "/info/refs?service=git-receive-pack")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void unknownServicesAreRefused() {
        String id = alice.create("model", "git-services", false);

        assertThat(alice.get("/" + id + "/info/refs").status()).isEqualTo(403);
        assertThat(alice.get("/" + id + "/info/refs?service=git-upload-archive").status())
                .isEqualTo(403);
    }

    @Test
    void bodyMustBeWhatItSays() throws IOException {
        String id = alice.create("model", "git-bodies", false);
        byte[] flush = {'0', '0', '0', '0'};

        assertThat(alice.send("POST", "/" + id + "/git-upload-pack", flush, "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(alice.send(
                                "POST",
                                "/" + id + "/git-upload-pack",
                                flush,
                                "Content-Type",
                                UPLOAD,
                                "Content-Encoding",
                                "gzip")
                        .status())
                .isEqualTo(400);
        assertThat(alice.send(
                                "POST",
                                "/" + id + "/git-upload-pack",
                                flush,
                                "Content-Type",
                                UPLOAD,
                                "Content-Encoding",
                                "br")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void zippedNothingDoesNotUnpackForEver() throws IOException {
        String id = alice.create("model", "git-bomb", false);
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            byte[] line = "0032want 0000000000000000000000000000000000000000\n"
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            for (int i = 0; i < 1_500_000; i++) {
                out.write(line);
            }
        }

        Answer answer = alice.send(
                "POST",
                "/" + id + "/git-upload-pack",
                zipped.toByteArray(),
                "Content-Type",
                UPLOAD,
                "Content-Encoding",
                "gzip");

        assertThat(answer.text()).doesNotContain("PACK");
    }
}
