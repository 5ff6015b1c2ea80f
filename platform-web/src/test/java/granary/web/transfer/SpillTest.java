package granary.web.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillTest {
    private final Path folder;

    SpillTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void bytesComeBackFromMemoryAndFileAlike() throws IOException {
        for (int size : new int[] {0, 1, 256 * 1024, 256 * 1024 + 1, 3_000_001}) {
            byte[] bytes = new byte[size];
            new Random(size).nextBytes(bytes);
            try (var spill = new Spill(folder)) {
                for (int at = 0; at < size; at += 100_000) {
                    spill.write(bytes, at, Math.min(100_000, size - at));
                }

                assertThat(spill.size()).isEqualTo(size);
                assertThat(spill.open().readAllBytes()).isEqualTo(bytes);
                assertThat(spill.open().readAllBytes()).isEqualTo(bytes);
            }
        }
    }

    @Test
    void clearedBeginsAnew() throws IOException {
        try (var spill = new Spill(folder)) {
            spill.write(new byte[1_000_000]);
            spill.clear();
            spill.write(new byte[] {1, 2});

            assertThat(spill.open().readAllBytes()).containsExactly(1, 2);
        }
    }

    @Test
    void failureThatIsNoFullDiskIsNotCalledOne() throws IOException {
        try (var spill = new Spill(folder.resolve("absent"))) {
            assertThatThrownBy(() -> spill.write(new byte[1_000_000])).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void fileHasNoNameSoThatNothingIsLeftBehind() throws IOException {
        try (var spill = new Spill(folder)) {
            spill.write(new byte[1_000_000]);

            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).isEmpty();
            }
        }
    }
}
