package granary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import granary.contract.kit.Account;
import granary.contract.kit.Bytes;
import granary.contract.kit.Git;
import granary.contract.kit.InProcessHub;
import granary.contract.kit.Lfs;
import granary.contract.kit.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub whose object store lies on a volume of 24 MiB. Needs the right to mount one, which root has. */
class DiskFullIT {
    private static final int ROOM = 24 << 20;
    private static final int KEPT = 6 << 20;
    private static final int TOO_MUCH = 30 << 20;

    private final Path folder;
    private final Path volume;
    private final Shell shell;

    DiskFullIT(@TempDir Path folder) {
        this.folder = folder;
        this.volume = folder.resolve("volume");
        this.shell = Shell.at(folder.resolve("home"));
    }

    @BeforeEach
    void mount() throws Exception {
        Files.createDirectories(volume);
        var mount = shell.run("mount", "-t", "tmpfs", "-o", "size=" + ROOM, "tmpfs", volume.toString());
        Assumptions.assumeTrue(mount.exit() == 0, "this user may not mount a volume");
    }

    @AfterEach
    void unmount() {
        shell.run("umount", volume.toString());
    }

    @Test
    void uploadsAnswer507NothingIsLostAndRoomHeals() {
        try (InProcessHub hub = InProcessHub.start(folder.resolve("data"), volume)) {
            Account alice = hub.newUser("alice");
            String id = alice.name() + "/m";
            hub.api(alice).createModel(alice.name(), "m", false);
            Lfs lfs = Lfs.of(hub, alice, id);
            byte[] kept = Bytes.random(1, KEPT);
            byte[] tooMuch = Bytes.random(2, TOO_MUCH);
            assertThat(lfs.upload(Bytes.sha256(kept), kept).status()).isEqualTo(200);

            assertThat(lfs.upload(Bytes.sha256(tooMuch), tooMuch).status()).isEqualTo(507);
            pushOfTooMuchFails(hub, alice, id);

            assertThat(lfs.has(Bytes.sha256(tooMuch), tooMuch.length)).isFalse();
            String link = Lfs.target(lfs.batch("download", Bytes.sha256(kept), kept.length), "download");
            assertThat(hub.http().get(link).bytes()).isEqualTo(kept);

            shell.ok("mount", "-o", "remount,size=" + 4 * ROOM, volume.toString());
            assertThat(lfs.upload(Bytes.sha256(tooMuch), tooMuch).status()).isEqualTo(200);
            hub.api(alice).commitFile(id, "after.txt", "there is room again");
        }
    }

    /** Several files, as each may have ten megabytes at most. */
    private void pushOfTooMuchFails(InProcessHub hub, Account alice, String id) {
        Git work = Git.clone(shell, hub.gitUrl(alice, id), folder.resolve("work"));
        for (int i = 0; i < 4; i++) {
            work.write("part%d.txt".formatted(i), Bytes.random(10 + i, 9_000_000));
        }
        work.commit("Add too much");
        var push = work.attempt("push", "origin", "main").expectFailure();
        assertThat(push.err()).contains("full");
    }
}
