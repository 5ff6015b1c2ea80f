package granary.contract;

import static granary.contract.XetPairing.Way.LFS;
import static granary.contract.XetPairing.Way.XET;

import granary.contract.kit.Folders;
import granary.contract.kit.Git;
import granary.contract.kit.NodeClient;
import granary.contract.kit.PythonClient;

/** Who uploads a folder, and which way its large files are to go. */
enum XetWriter {
    HUB_0_36(XET),
    HUB_1(XET),
    HUB_2(XET),
    HUB_2_WITHOUT_XET(LFS),
    JAVASCRIPT(XET),
    GIT_LFS(LFS);

    private static final String UPLOAD = """
            import sys
            from huggingface_hub import HfApi
            HfApi().upload_folder(repo_id=sys.argv[1], folder_path=sys.argv[2])
            """;

    private final XetPairing.Way way;

    XetWriter(XetPairing.Way way) {
        this.way = way;
    }

    XetPairing.Way way() {
        return way;
    }

    void write(XetPairing pairing) {
        switch (this) {
            case HUB_0_36 -> python(pairing.session(PythonClient.HUB_0_36), pairing);
            case HUB_1 -> python(pairing.session(PythonClient.HUB_1), pairing);
            case HUB_2 -> python(pairing.session(PythonClient.HUB_2), pairing);
            case HUB_2_WITHOUT_XET -> python(pairing.session(PythonClient.HUB_2).withoutXet(), pairing);
            case JAVASCRIPT -> javaScript(pairing);
            case GIT_LFS -> git(pairing);
        }
    }

    private static void python(PythonClient.Session client, XetPairing pairing) {
        client.run(UPLOAD, pairing.repository(), pairing.files().toString());
    }

    private static void javaScript(XetPairing pairing) {
        NodeClient.of(pairing.hub(), pairing.account(), pairing.home()).run("""
                import { readFile } from "node:fs/promises";
                import { join } from "node:path";
                import { uploadFiles } from "@huggingface/hub";

                const [name, folder, ...paths] = process.argv.slice(2);
                const files = await Promise.all(paths.map(async (path) => (
                  { path, content: new Blob([await readFile(join(folder, path))]) })));
                await uploadFiles({
                  hubUrl: process.env.HUB, accessToken: process.env.TOKEN, repo: { type: "model", name }, files });
                """, pairing.arguments());
    }

    private static void git(XetPairing pairing) {
        Git work = Git.clone(pairing.shell(), pairing.gitUrl(), pairing.home().resolve("work"));
        for (String path : Folders.files(pairing.files())) {
            work.write(path, Folders.read(pairing.files().resolve(path)));
        }
        work.commit("Add files");
        work.git("push", "origin", "main");
    }
}
