package granary.repo.git;

import static org.assertj.core.api.Assertions.assertThat;

import granary.repo.RepoType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A changed default is a changed product. */
class GitLimitsTest {
    private static final long MIB = 1 << 20;

    @Test
    void theDefaultsAreWhatTheDocumentsSay() {
        long heapBytes = Runtime.getRuntime().maxMemory();

        assertThat(GitLimits.defaults())
                .isEqualTo(new GitLimits(
                        10_000_000,
                        100_000_000,
                        2048 * MIB,
                        Math.clamp(heapBytes / 1000, 200_000, 5_000_000),
                        32_768 * MIB,
                        16 * MIB,
                        3 * MIB,
                        Math.max(heapBytes / 4, 64 * MIB),
                        Math.clamp(heapBytes / (32 * MIB), 4, 64),
                        Duration.ofHours(2),
                        Duration.ofMinutes(5),
                        100_000,
                        100_000,
                        Duration.ofSeconds(2),
                        25_000));
    }

    @Test
    void onlyCodeKeepsLargerFilesInGit() {
        GitLimits limits = GitLimits.defaults();

        assertThat(limits.fileBytesMax(RepoType.MODEL)).isEqualTo(10_000_000);
        assertThat(limits.fileBytesMax(RepoType.DATASET)).isEqualTo(10_000_000);
        assertThat(limits.fileBytesMax(RepoType.SPACE)).isEqualTo(10_000_000);
        assertThat(limits.fileBytesMax(RepoType.CODE)).isEqualTo(100_000_000);
        assertThat(limits.objectBytesMax(RepoType.MODEL)).isEqualTo(16 * MIB);
    }

    @Test
    void theBlockCacheIsAnEighthOfTheHeapInWholeBlocks() {
        assertThat(GitStorage.blockCache(4096 * MIB + 12345).getBlockLimit()).isEqualTo(512 * MIB);
        assertThat(GitStorage.blockCache(MIB).getBlockLimit()).isEqualTo(16 * MIB);
        assertThat(GitStorage.blockCache(1L << 40).getBlockSize()).isEqualTo(MIB);
    }
}
