package granary.blob.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectStoreContract;
import granary.blob.ObjectUpload;
import granary.blob.StorageFullException;
import granary.blob.StoredObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalObjectStoreTest extends ObjectStoreContract {
    private static final ObjectKey KEY = ObjectKey.xorb("cd".repeat(32));

    private final Path root;
    private final LocalObjectStore store;

    LocalObjectStoreTest(@TempDir Path folder) throws IOException {
        root = folder.resolve("objects");
        store = new LocalObjectStore(root);
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Test
    void objectsOutliveTheStore() throws IOException {
        keep(KEY, new byte[] {1, 2, 3});

        StoredObject found = new LocalObjectStore(root).find(KEY).orElseThrow();

        assertThat(bytesOf(found)).containsExactly(1, 2, 3);
        assertThat(root.resolve("xorbs/cd/cd/" + "cd".repeat(32))).isRegularFile();
    }

    @Test
    void folderMadeHereIsItsOwnersAloneAndOneThatWasThereStaysAsItWas(@TempDir Path folder) throws IOException {
        Path given = Files.createDirectory(
                folder.resolve("given"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        assertThat(new LocalObjectStore(given).find(KEY)).isEmpty();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(given)))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void noUploadLeavesAFileBehindOnceItIsKeptOrClosed() throws IOException {
        keep(KEY, new byte[] {1});
        keep(KEY, new byte[] {2});
        try (ObjectUpload upload = store.begin()) {
            upload.write(3);
            assertThat(incoming()).hasSize(1);
        }
        ObjectUpload sealed = store.begin();
        sealed.seal();
        sealed.close();

        assertThat(incoming()).isEmpty();
    }

    @Test
    void uploadsOfKilledProcessesAreRemovedAfterADay() throws IOException {
        Path old = Files.write(root.resolve("incoming/old.tmp"), new byte[10]);
        Path young = Files.write(root.resolve("incoming/young.tmp"), new byte[10]);
        Instant now = Instant.now();
        Files.setLastModifiedTime(
                old, FileTime.from(now.minus(Duration.ofHours(24).plusMinutes(1))));
        Files.setLastModifiedTime(
                young, FileTime.from(now.minus(Duration.ofHours(24).minusMinutes(1))));

        store.removeAbandoned(ObjectStore.ABANDONED_AFTER);

        assertThat(incoming()).containsExactly(young);
        Files.setLastModifiedTime(
                young, FileTime.from(now.minus(Duration.ofHours(24).plusMinutes(1))));
        assertThat(new LocalObjectStore(root).find(KEY)).isEmpty();
        assertThat(incoming()).as("a start removes them too").isEmpty();
    }

    @Test
    void whatLiesInTheFolderButIsNoObjectIsNotListed() throws IOException {
        keep(KEY, new byte[] {1});
        Files.writeString(root.resolve("xorbs/.DS_Store"), "");
        Files.writeString(root.resolve("xorbs/cd/Upper"), "");
        Files.createSymbolicLink(root.resolve("xorbs/cd/link"), root.resolve("incoming"));

        assertThat(keys("xorbs/")).containsExactly(KEY);
    }

    @Test
    void uploadsAreNoObjects() throws IOException {
        Files.writeString(root.resolve("incoming/abc"), "");

        assertThatThrownBy(() -> store.find(new ObjectKey("incoming/abc")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keys("incoming/")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keys("../")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keys("xorbs")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anObjectThatGotShorterIsAnErrorNotAShortRead() throws IOException {
        StoredObject object = keep(KEY, new byte[100]);
        Files.write(root.resolve(KEY.path()), new byte[60]);

        try (InputStream in = object.read(50, 50)) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void anObjectThatIsGoneIsAnError() throws IOException {
        StoredObject object = keep(KEY, new byte[100]);
        store.delete(KEY);

        assertThatThrownBy(() -> object.read(0, 1).close()).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> object.open().close()).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFullDiskIsToldApartFromOtherFailures() {
        assertThat(Disk.explained(new IOException("No space left on device"))).isInstanceOf(StorageFullException.class);
        assertThat(Disk.explained(new FileSystemException("a", null, "No space left on device")))
                .isInstanceOf(StorageFullException.class);
        assertThat(Disk.explained(new FileSystemException("a", null, "Disk quota exceeded")))
                .isInstanceOf(StorageFullException.class);
        IOException other = new IOException((String) null);
        assertThat(Disk.explained(other)).isSameAs(other);
    }

    @Test
    void aFullDiskFailsTheUploadAndHealsByItself(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder.toString()), "may mount");
        try {
            var small = new LocalObjectStore(folder.resolve("objects"));
            try (ObjectUpload first = small.begin()) {
                first.write(new byte[1024 * 1024]);
                first.keepAs(KEY);
            }
            ObjectUpload large = small.begin();
            assertThatThrownBy(() -> large.write(new byte[8 * 1024 * 1024])).isInstanceOf(StorageFullException.class);
            assertThatThrownBy(() -> large.keepAs(ObjectKey.xorb("ee".repeat(32))))
                    .isInstanceOf(IOException.class);
            large.close();

            assertThat(small.find(KEY)).isPresent();
            try (ObjectUpload second = small.begin()) {
                second.write(new byte[2 * 1024 * 1024]);
                second.keepAs(ObjectKey.xorb("ff".repeat(32)));
            }
            assertThat(small.find(ObjectKey.xorb("ff".repeat(32)))).isPresent();
        } finally {
            run("umount", folder.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private List<Path> incoming() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("incoming"))) {
            return files.toList();
        }
    }
}
