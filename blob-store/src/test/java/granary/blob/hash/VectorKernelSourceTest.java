package granary.blob.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorKernelSourceTest {
    @Test
    void kernelsHaveTheLanesAskedForAndCodeOfTheirOwn() {
        Kernel first = VectorKernelSource.ofLanes(8);
        Kernel second = VectorKernelSource.ofLanes(8);

        assertThat(first.lanes().lanes()).isEqualTo(8);
        assertThat(VectorKernelSource.ofLanes(16).lanes().lanes()).isEqualTo(16);
        assertThat(first.lanes().getClass()).isNotEqualTo(second.lanes().getClass());
        assertThat(first.grouping().getClass()).isNotEqualTo(second.grouping().getClass());
    }

    @Test
    void otherNumbersOfLanesAreRefused() {
        assertThatThrownBy(() -> VectorKernelSource.ofLanes(4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VectorKernelSource.ofLanes(32)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutTheModuleHashingIsPlainAndSaysWhy(@TempDir Path folder) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HashAfterWarmUp.class.getName())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(Files.readAllLines(out))
                .containsExactly(
                        "plain code: Java was started without --add-modules jdk.incubator.vector",
                        HexFormat.of().formatHex(HashAfterWarmUp.hash()));
    }
}
