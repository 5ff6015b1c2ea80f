package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import granary.contract.kit.Account;
import granary.contract.kit.Bytes;
import granary.contract.kit.FileVersions;
import granary.contract.kit.InProcessHub;
import granary.contract.kit.PythonClient;
import granary.contract.kit.TappedHub;
import granary.contract.kit.WithHub;
import granary.contract.kit.XetSamples;
import granary.web.HubRows;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is there need not be sent, by whoever may know that it is there; and it is kept once in any case. */
@WithHub
class XetDedupeIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long LARGE_BYTES = 200_000_000;
    private static final String SENT = "POST /cas/.*";

    /** Uploads by the client's own library, and tells what that found to be new. An endpoint of a folder needs no hub. */
    private static final String MEASURE = """
            import json, os, sys, urllib.request
            import hf_xet

            repository, file, folder = sys.argv[1:]
            if folder:
                where = {"endpoint": "local://" + folder}
            else:
                request = urllib.request.Request(
                    f"{os.environ['HF_ENDPOINT']}/api/models/{repository}/xet-write-token/main",
                    headers={"Authorization": "Bearer " + os.environ["HF_TOKEN"]})
                with urllib.request.urlopen(request, timeout=30) as answer:
                    granted = json.load(answer)
                where = {"endpoint": granted["casUrl"], "token": granted["accessToken"],
                         "token_expiry_unix_secs": granted["exp"]}
            commit = hf_xet.XetSession().new_upload_commit(**where)
            commit.start_upload_file(file, sha256=hf_xet.COMPUTE_SHA256)
            found = commit.wait_to_finish().dedup_metrics
            print(json.dumps({name: getattr(found, name) for name in [
                "total_bytes", "new_bytes", "total_chunks", "new_chunks", "xorb_bytes_uploaded"]}))
            """;

    private final InProcessHub hub;
    private final Account alice;
    private final Account bob;
    private final Path folder;

    XetDedupeIT(InProcessHub hub, @TempDir Path folder) {
        this.hub = hub;
        this.alice = hub.newUser("alice");
        this.bob = hub.newUser("bob");
        this.folder = folder;
        for (Account account : List.of(alice, bob)) {
            hub.api(account).createModel(account.name(), "hidden", true);
            hub.api(account).createModel(account.name(), "shared", false);
        }
    }

    @Test
    void fileIsSentUnlessTheSenderMayReadItAndKeptOnceInAnyCase() {
        Path file = folder.resolve("large.bin");
        Bytes.writeRandom(file, 71, LARGE_BYTES);

        assertThat(sentUploading(alice, "hidden", file)).isGreaterThan(LARGE_BYTES);
        long kept = hub.admin().storedBytes();
        assertThat(sentUploading(bob, "hidden", file))
                .as("of a file that is only where the sender may not look")
                .isGreaterThan(LARGE_BYTES);
        assertThat(sentUploading(alice, "shared", file))
                .as("of a file in another repository of the sender")
                .isLessThan(LARGE_BYTES / 100);
        assertThat(sentUploading(hub.newUser("carol"), "m", file))
                .as("of a file that everybody may read")
                .isLessThan(LARGE_BYTES / 100);
        assertThat(hub.admin().storedBytes() - kept).isLessThan(LARGE_BYTES / 100);
    }

    /** Bytes that the hub gets from somebody whose computer never saw it before. */
    private long sentUploading(Account account, String repository, Path file) {
        try (TappedHub tapped = TappedHub.of(hub)) {
            Path home = folder.resolve("home" + tapped.url().getPort());
            PythonClient.HUB_2
                    .session(tapped, account, home)
                    .cli("upload", account.name() + "/" + repository, file.toString(), "large.bin")
                    .expectSuccess();
            return tapped.sent(SENT);
        }
    }

    @Test
    void editedCopyOfWhatOthersMayReadIsKeptAsItsNewChunks() {
        List<Path> samples = XetSamples.write(folder, 72);
        Path original = samples.get(samples.size() - 2);
        Path edited = samples.getLast();
        measure(alice, original, "home");
        long before = HubRows.chunks(hub.hub());

        measure(bob, edited, "elsewhere");

        assertThat(HubRows.chunks(hub.hub()) - before).isBetween(1L, 2L);
    }

    /**
     * By Xet only from where the first was sent: clients ask for few chunks and the first of a file, which is another one
     * here. What comes by LFS is cut by the hub, which looks at all chunks of the repository.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fileWithAnotherHeaderIsKeptAsItsNewChunks(boolean byXet) {
        Path first = folder.resolve("first.bin");
        Path second = folder.resolve("second.bin");
        FileVersions.RETOUCHED.write(first, second, byXet ? 73 : 74);
        measure(alice, first, "home");
        long before = HubRows.chunks(hub.hub());

        if (byXet) {
            measure(alice, second, "home");
        } else {
            client(alice, "elsewhere")
                    .withoutXet()
                    .cli("upload", shared(alice), second.toString(), "m.bin")
                    .expectSuccess();
        }

        assertThat(HubRows.chunks(hub.hub()) - before).isBetween(1L, 3L);
    }

    @ParameterizedTest
    @EnumSource
    void laterVersionCostsWhatItCostsInTheClientsOwnStore(FileVersions versions) {
        Path first = folder.resolve("first.bin");
        Path second = folder.resolve("second.bin");
        versions.write(first, second, 75);
        measure(alice, first, "home");
        long before = hub.admin().storedBytes();

        JsonNode here = measure(alice, second, "home");

        long grown = hub.admin().storedBytes() - before;
        assertThat(known(here)).isCloseTo(known(measuredByTheClientAlone(first, second)), within(0.01));
        assertThat(known(here)).as("a test of nothing, else").isGreaterThan(0.5);
        assertThat((double) grown).isCloseTo(here.get("xorb_bytes_uploaded").asDouble(), withinPercentage(1));
    }

    /** Which part of a file need not be sent. */
    private static double known(JsonNode found) {
        return 1 - found.get("new_bytes").asDouble() / found.get("total_bytes").asDouble();
    }

    /** Uploads a file to a repository of theirs that everybody may read; what their client says of it. */
    private JsonNode measure(Account account, Path file, String home) {
        return json(client(account, home).run(MEASURE, shared(account), file.toString(), ""));
    }

    private PythonClient.Session client(Account account, String home) {
        return PythonClient.HUB_2.session(hub, account, folder.resolve(home));
    }

    private static String shared(Account account) {
        return account.name() + "/shared";
    }

    private JsonNode measuredByTheClientAlone(Path first, Path second) {
        PythonClient.Session alone = client(alice, "alone");
        String store = folder.resolve("store").toString();
        alone.run(MEASURE, "", first.toString(), store);
        return json(alone.run(MEASURE, "", second.toString(), store));
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }
}
