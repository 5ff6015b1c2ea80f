package granary.contract;

import granary.contract.kit.Account;
import granary.contract.kit.NodeClient;
import granary.contract.kit.RunningHub;
import granary.contract.kit.WithHub;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JavaScript client {@code @huggingface/hub} may expect. */
@WithHub
class HubJsIT {
    private static final String START = """
            import assert from "node:assert/strict";
            import { randomBytes } from "node:crypto";
            import * as hub from "@huggingface/hub";

            const hubUrl = process.env.HUB;
            const accessToken = process.env.TOKEN;
            const me = process.argv[2];
            const useXet = process.argv[3] === "true";
            const as = { hubUrl, accessToken };
            const bytesOf = async (blob) => Buffer.from(await blob.arrayBuffer());
            const refused = async (status, promise) => {
              try {
                await promise;
              } catch (e) {
                assert.equal(e.statusCode, status, e);
                return;
              }
              assert.fail(`no ${status}`);
            };
            """;

    private final RunningHub hub;
    private final Account alice;
    private final Path folder;

    HubJsIT(RunningHub hub, @TempDir Path folder) {
        this.hub = hub;
        this.alice = hub.newUser("alice");
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void modelIsMadeFilledReadAndDeleted(boolean useXet) {
        run(useXet, """
                assert.equal((await hub.whoAmI(as)).name, me);
                const repo = { type: "model", name: `${me}/js` };
                const made = await hub.createRepo({ ...as, repo, license: "mit" });
                assert.equal(made.repoUrl, `${hubUrl}/${me}/js`);

                const weights = randomBytes(300_000);
                const commit = await hub.uploadFiles({
                  ...as, repo, commitTitle: "Add files", useXet, files: [
                    { path: "a/b.txt", content: new Blob(["hello"]) },
                    { path: "model.safetensors", content: new Blob([weights]) },
                    { path: "empty.txt", content: new Blob([]) },
                  ] });
                assert.ok(commit.commit.url.endsWith(`/commit/${commit.commit.oid}`));

                const files = [];
                for await (const file of hub.listFiles({ ...as, repo, recursive: true })) files.push(file);
                const paths = files.filter((file) => file.type === "file").map((file) => file.path).sort();
                assert.deepEqual(paths, [".gitattributes", "README.md", "a/b.txt", "empty.txt", "model.safetensors"]);
                assert.equal(files.find((file) => file.path === "model.safetensors").lfs.size, 300_000);

                for (const [path, content] of [["a/b.txt", Buffer.from("hello")], ["model.safetensors", weights]]) {
                  assert.ok(await hub.fileExists({ ...as, repo, path }));
                  const info = await hub.fileDownloadInfo({ ...as, repo, path });
                  assert.equal(info.size, content.length);
                  const blob = await hub.downloadFile({ ...as, repo, path, xet: useXet });
                  assert.deepEqual(await bytesOf(blob), content);
                }
                const part = await hub.downloadFile({ ...as, repo, path: "model.safetensors", xet: useXet });
                assert.deepEqual(await bytesOf(part.slice(1000, 2000)), weights.subarray(1000, 2000));
                assert.equal((await bytesOf(await hub.downloadFile({ ...as, repo, path: "empty.txt" }))).length, 0);
                const pointer = await hub.downloadFile({ ...as, repo, path: "model.safetensors", raw: true });
                assert.match((await bytesOf(pointer)).toString(), /^version https:/);
                assert.equal(await hub.downloadFile({ ...as, repo, path: "absent" }), null);
                assert.equal(await hub.fileExists({ ...as, repo, path: "absent" }), false);

                await hub.deleteFiles({ ...as, repo, paths: ["model.safetensors", "empty.txt"] });
                assert.equal(await hub.fileExists({ ...as, repo, path: "empty.txt" }), false);
                assert.ok(await hub.repoExists({ ...as, repo }));
                await hub.deleteRepo({ ...as, repo });
                assert.equal(await hub.repoExists({ ...as, repo }), false);
                """);
    }

    @Test
    void datasetsAndSpacesWorkLikeModels() {
        run("""
                for (const repo of [
                  { type: "dataset", name: `${me}/rows` }, { type: "space", name: `${me}/app` }]) {
                  const sdk = repo.type === "space" ? { sdk: "static" } : {};
                  await hub.createRepo({ ...as, repo, private: true, ...sdk });
                  await hub.uploadFile({ ...as, repo, file: { path: "x/y.txt", content: new Blob(["y"]) } });
                  const blob = await hub.downloadFile({ ...as, repo, path: "x/y.txt" });
                  assert.equal((await bytesOf(blob)).toString(), "y");
                }
                """);
    }

    /** Without {@code ?}, {@code #} and {@code %}, which this client does not encode when it asks for a file. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void awkwardNamesSurviveTheWayThereAndBack(boolean useXet) {
        run(useXet, """
                const repo = { type: "model", name: `${me}/awkward` };
                await hub.createRepo({ ...as, repo });
                const names = [
                  "模型/权重 一.bin", "a;b=c.txt", "plus+and&.txt",
                  "wheat 🌾.txt", "comma,colon:.txt", "[a]{b}.txt"];
                await hub.uploadFiles({ ...as, repo, useXet,
                  files: names.map((path) => ({ path, content: new Blob([path]) })) });
                for (const path of names) {
                  const blob = await hub.downloadFile({ ...as, repo, path });
                  assert.equal((await bytesOf(blob)).toString(), path);
                }
                """);
    }

    @Test
    void failuresCarryTheirStatus() {
        hub.api(alice).createModel(alice.name(), "secret", true);

        run("""
                const secret = { type: "model", name: `${me}/secret` };
                const absent = { type: "model", name: `${me}/absent` };
                for (const repo of [secret, absent]) {
                  assert.equal(await hub.repoExists({ hubUrl, repo }), false);
                  await refused(401, hub.modelInfo({ hubUrl, name: repo.name }));
                }
                await refused(404, hub.modelInfo({ ...as, name: absent.name }));
                await refused(401, hub.whoAmI({ hubUrl, accessToken: "hf_wrong" }));
                await refused(409, hub.createRepo({ ...as, repo: secret }));
                """);
    }

    private void run(String module) {
        run(true, module);
    }

    private void run(boolean useXet, String module) {
        NodeClient.of(hub, alice, folder.resolve("home")).run(START + module, alice.name(), Boolean.toString(useXet));
    }
}
