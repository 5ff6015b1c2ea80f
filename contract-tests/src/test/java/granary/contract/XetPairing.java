package granary.contract;

import granary.contract.kit.Account;
import granary.contract.kit.Bytes;
import granary.contract.kit.Folders;
import granary.contract.kit.ModelFiles;
import granary.contract.kit.PythonClient;
import granary.contract.kit.RunningHub;
import granary.contract.kit.Shell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a client writes or reads, and where.
 *
 * @param repository a model that {@code account} may write
 * @param files the folder to upload, or to compare with
 * @param home the client's own, with whatever it keeps between runs
 */
record XetPairing(RunningHub hub, Account account, String repository, Path files, Path home) {
    /** How large files travel. */
    enum Way {
        XET,
        LFS
    }

    static final String LARGE = "random.bin";
    static final int LARGE_BYTES = 20_000_000;

    /** Names that mean something in URLs, and that JavaScript does not encode when it asks for a file. */
    private static final List<String> ODD_NAMES = List.of("odd/100%.bin", "odd/what?.bin", "odd/hash#tag.bin");

    /** Small and large, text and binary, plainly and oddly named; other bytes for each seed. */
    static void makeFiles(Path folder, long seed) {
        Folders.write(folder.resolve(LARGE), Bytes.random(seed, LARGE_BYTES));
        Folders.write(folder.resolve("twelve.bin"), Bytes.random(seed, 12));
        Folders.write(folder.resolve("empty.bin"), "");
        Folders.write(
                folder.resolve("notes.txt"), "words of %d\n".formatted(seed).repeat(500));
        Folders.write(folder.resolve("model/config.json"), "{\"seed\": %d}".formatted(seed));
        Folders.write(folder.resolve("model/model.safetensors"), ModelFiles.safetensors(seed, 300_000));
        Folders.write(folder.resolve("模型/权重 一.bin"), Bytes.random(seed + 1, 70_000));
        Folders.write(folder.resolve("odd/plus+and space.bin"), Bytes.random(seed + 2, 9_000));
        for (String name : ODD_NAMES) {
            Folders.write(folder.resolve(name), (name + seed + '\0').getBytes(StandardCharsets.UTF_8));
        }
    }

    static boolean isEncodedByJavaScript(String path) {
        return !ODD_NAMES.contains(path);
    }

    /** What clients are told: the repository, the folder, each file in it. */
    String[] arguments() {
        return Stream.concat(Stream.of(repository, files.toString()), Folders.files(files).stream())
                .toArray(String[]::new);
    }

    PythonClient.Session session(PythonClient client) {
        return client.session(hub, account, home);
    }

    /** A shell with git-lfs, at home. */
    Shell shell() {
        Shell shell = Shell.at(home);
        shell.ok("git", "lfs", "install", "--skip-repo");
        return shell;
    }

    String gitUrl() {
        return hub.gitUrl(account, repository);
    }
}
