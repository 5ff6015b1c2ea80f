package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.contract.kit.Account;
import granary.contract.kit.Bytes;
import granary.contract.kit.Git;
import granary.contract.kit.ModelFiles;
import granary.contract.kit.Programs;
import granary.contract.kit.PythonClient;
import granary.contract.kit.RunningHub;
import granary.contract.kit.Shell;
import granary.contract.kit.WithHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real model of 94 MB goes in by every door, comes out bit for bit, and an edited copy costs next to nothing. */
@WithHub
class RealModelIT {
    private static final int EDIT_BYTES = 4096;

    private final RunningHub hub;
    private final Account alice;
    private final Path folder;
    private final Path model = Programs.cache().resolve("models/smollm2/model.gguf");

    RealModelIT(RunningHub hub, @TempDir Path folder) {
        Programs.require(Files.exists(model), "the real model");
        this.hub = hub;
        this.alice = hub.newUser("alice");
        this.folder = folder;
    }

    @Test
    void comesOutOfEveryDoorBitForBitAndAnEditedCopyAddsLessThanAPercent() throws IOException {
        String sha256 = Bytes.sha256(model);
        hub.api(alice).createModel(alice.name(), "git", false);
        pushByGit();
        assertThat(Bytes.sha256(cloned())).isEqualTo(sha256);

        PythonClient.Session hf = PythonClient.HUB_2.session(hub, alice, folder.resolve("home"));
        long before = storedBytes();
        hf.cli("upload", alice.name() + "/hf", model.toString(), "model.gguf").expectSuccess();
        assertThat(storedBytes() - before)
                .as("bytes added by the same file sent by another door")
                .isLessThan(Files.size(model) / 1000);

        assertThat(Bytes.sha256(downloadedByCommand(hf))).isEqualTo(sha256);
        assertThat(Bytes.sha256(downloadedBySnapshot(hf))).isEqualTo(sha256);
        assertThat(bytesAddedByAnEditedCopy(hf)).isLessThan(Files.size(model) / 100);
    }

    private void pushByGit() throws IOException {
        Programs.require("git-lfs");
        Git work = Git.clone(shell(), hub.gitUrl(alice, alice.name() + "/git"), folder.resolve("work"));
        work.git("lfs", "install", "--local");
        work.git("lfs", "track", "*.gguf");
        Files.copy(model, work.folder().resolve("model.gguf"));
        work.commit("Add the model");
        work.git("push", "origin", "main");
    }

    private Path cloned() {
        Shell shell = shell();
        shell.ok("git", "lfs", "install", "--skip-repo");
        return Git.clone(shell, hub.gitUrl(alice, alice.name() + "/git"), folder.resolve("clone"))
                .folder()
                .resolve("model.gguf");
    }

    private Shell shell() {
        return Shell.at(folder.resolve("home")).within(Duration.ofMinutes(5));
    }

    private Path downloadedByCommand(PythonClient.Session hf) {
        Path target = folder.resolve("command");
        hf.cli("download", alice.name() + "/hf", "--local-dir", target.toString())
                .expectSuccess();
        return target.resolve("model.gguf");
    }

    private Path downloadedBySnapshot(PythonClient.Session hf) {
        return Path.of(hf.run("""
                import sys
                from huggingface_hub import snapshot_download
                print(snapshot_download(sys.argv[1]))
                """, alice.name() + "/hf")).resolve("model.gguf");
    }

    private long bytesAddedByAnEditedCopy(PythonClient.Session hf) {
        Path edited = folder.resolve("edited.gguf");
        ModelFiles.insertIntoGgufMetadata(model, edited, EDIT_BYTES);
        long before = storedBytes();
        hf.cli("upload", alice.name() + "/hf", edited.toString(), "edited.gguf").expectSuccess();
        return storedBytes() - before;
    }

    private long storedBytes() {
        return hub.admin().storedBytes();
    }
}
