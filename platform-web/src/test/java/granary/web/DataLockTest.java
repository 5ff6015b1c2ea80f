package granary.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.web.settings.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {
    private final Path data;

    DataLockTest(@TempDir Path folder) {
        this.data = folder.resolve("new/data");
    }

    @Test
    void secondHubLearnsWhoHasTheFolder() throws Exception {
        try (var lock = DataLock.take(data)) {
            lock.note("process 7, http://127.0.0.1:8080");

            assertThatThrownBy(() -> DataLock.take(data))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("(process 7, http://127.0.0.1:8080) already runs on " + data);
        }
    }

    @Test
    void folderIsFreeAgainOnceItsHubHasClosed() {
        DataLock.take(data).close();

        DataLock.take(data).close();
    }

    @Test
    void folderThatIsMadeIsTheOwnersAlone() throws Exception {
        try (var _ = DataLock.take(data)) {
            assertThat(Files.getPosixFilePermissions(data)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void fileInTheWayIsOneSentence() throws Exception {
        Files.createDirectories(data.getParent());
        Files.writeString(data, "");

        assertThatThrownBy(() -> DataLock.take(data))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("choose one that this user can write with --data");
    }
}
