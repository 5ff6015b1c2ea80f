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

class VectorKernelsTest {
    @Test
    void kernelsHaveTheLanesAskedForAndCodeOfTheirOwn() {
        LaneKernel first = VectorKernels.ofLanes(8);
        LaneKernel second = VectorKernels.ofLanes(8);

        assertThat(first.lanes()).isEqualTo(8);
        assertThat(VectorKernels.ofLanes(16).lanes()).isEqualTo(16);
        assertThat(first.getClass()).isNotEqualTo(second.getClass());
    }

    @Test
    void otherNumbersOfLanesAreRefused() {
        assertThatThrownBy(() -> VectorKernels.ofLanes(4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VectorKernels.ofLanes(32)).isInstanceOf(IllegalArgumentException.class);
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
