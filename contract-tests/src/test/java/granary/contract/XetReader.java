package granary.contract;

import static granary.contract.XetPairing.Way.LFS;
import static granary.contract.XetPairing.Way.XET;
import static org.assertj.core.api.Assertions.assertThat;

import granary.contract.kit.Folders;
import granary.contract.kit.Git;
import granary.contract.kit.NodeClient;
import granary.contract.kit.PythonClient;
import granary.contract.kit.RawHttp;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Who downloads a repository and compares it to the byte, and which way its large files are to come. */
enum XetReader {
    HUB_0_36(XET),
    HUB_1(XET),
    HUB_2(XET),
    HUB_2_WITHOUT_XET(LFS),
    JAVASCRIPT(XET),
    GIT_LFS(LFS),
    PLAIN_HTTP(LFS);

    /** All at once, as a snapshot knows the hashes of all files; and small ones singly, as each is asked for first. */
    private static final String DOWNLOAD = """
            import filecmp, os, sys
            from huggingface_hub import hf_hub_download, snapshot_download

            repo, folder, *paths = sys.argv[1:]
            snapshot = snapshot_download(repo)
            single = os.path.join(os.environ["HOME"], "single")
            for path in paths:
                original = os.path.join(folder, path)
                copies = [os.path.join(snapshot, path)]
                if os.path.getsize(original) < 2_000_000:
                    copies.append(hf_hub_download(repo, path, local_dir=single))
                for copy in copies:
                    assert filecmp.cmp(original, copy, shallow=False), copy
            """;

    private final XetPairing.Way way;

    XetReader(XetPairing.Way way) {
        this.way = way;
    }

    XetPairing.Way way() {
        return way;
    }

    /** Fails when a byte differs. */
    void read(XetPairing pairing) {
        switch (this) {
            case HUB_0_36 -> python(pairing.session(PythonClient.HUB_0_36), pairing);
            case HUB_1 -> python(pairing.session(PythonClient.HUB_1), pairing);
            case HUB_2 -> python(pairing.session(PythonClient.HUB_2), pairing);
            case HUB_2_WITHOUT_XET -> python(pairing.session(PythonClient.HUB_2).withoutXet(), pairing);
            case JAVASCRIPT -> javaScript(pairing);
            case GIT_LFS -> git(pairing);
            case PLAIN_HTTP -> plain(pairing);
        }
    }

    private static void python(PythonClient.Session client, XetPairing pairing) {
        client.run(DOWNLOAD, pairing.arguments());
    }

    private static void javaScript(XetPairing pairing) {
        String[] arguments = Arrays.stream(pairing.arguments())
                .filter(XetPairing::isEncodedByJavaScript)
                .toArray(String[]::new);
        NodeClient.of(pairing.hub(), pairing.account(), pairing.home()).run("""
                import { strict as assert } from "node:assert";
                import { readFile } from "node:fs/promises";
                import { join } from "node:path";
                import { downloadFile } from "@huggingface/hub";

                const [name, folder, ...paths] = process.argv.slice(2);
                const bytesOf = async (blob) => Buffer.from(await blob.arrayBuffer());
                for (const path of paths) {
                  const expected = await readFile(join(folder, path));
                  const blob = await downloadFile({
                    hubUrl: process.env.HUB, accessToken: process.env.TOKEN, repo: { type: "model", name }, path });
                  assert.ok(expected.equals(await bytesOf(blob)), path);
                  for (const [from, to] of [[0, 5], [65_000, 66_000], [9_000_000, 9_300_000]]) {
                    if (to < expected.length) {
                      const slice = await bytesOf(blob.slice(from, to));
                      assert.ok(expected.subarray(from, to).equals(slice), `${path} from ${from}`);
                    }
                  }
                }
                """, arguments);
    }

    private static void git(XetPairing pairing) {
        Git clone = Git.clone(pairing.shell(), pairing.gitUrl(), pairing.home().resolve("clone"));
        for (String path : Folders.files(pairing.files())) {
            assertThat(clone.folder().resolve(path))
                    .hasSameBinaryContentAs(pairing.files().resolve(path));
        }
    }

    private static void plain(XetPairing pairing) {
        RawHttp http = pairing.hub().http().bearer(pairing.account().token());
        for (String path : Folders.files(pairing.files())) {
            String target = "/%s/resolve/main/%s"
                    .formatted(
                            pairing.repository(),
                            URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20"));
            byte[] expected = Folders.read(pairing.files().resolve(path));
            assertThat(http.get(target).bytes()).as(path).isEqualTo(expected);
            for (int[] range : new int[][] {{0, 0}, {3, 11}, {65_000, 66_000}, {9_000_000, 9_300_000}}) {
                if (range[1] < expected.length) {
                    RawHttp.Answer part = http.header("Range", "bytes=%d-%d".formatted(range[0], range[1]))
                            .get(target);
                    assertThat(part.status()).as(path).isEqualTo(206);
                    assertThat(part.bytes())
                            .as("%s from %d", path, range[0])
                            .isEqualTo(Arrays.copyOfRange(expected, range[0], range[1] + 1));
                }
            }
        }
    }
}
