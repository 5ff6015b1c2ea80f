package granary.blob.content;

import static granary.blob.content.ContentStoreFixture.random;
import static granary.blob.content.ContentStoreFixture.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.Sha256;
import java.util.Random;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RunningDigestTest {
    @Test
    void partsHashAsTheWholeThoughTheirMemoryIsUsedAgain() throws Exception {
        byte[] bytes = random(3_000_000, 1);
        byte[][] memory = new byte[2][100_000];
        var random = new Random(2);
        try (var workers = new Workers()) {
            var digest = new RunningDigest(workers);
            Future<?>[] readers = new Future<?>[2];
            int part = 0;
            for (int from = 0; from < bytes.length; part = 1 - part) {
                int length = Math.min(random.nextInt(memory[part].length + 1), bytes.length - from);
                if (readers[part] != null) {
                    Workers.awaitEnd(readers[part]);
                }
                System.arraycopy(bytes, from, memory[part], 0, length);
                readers[part] = digest.add(memory[part], 0, length, random.nextInt(4) == 0);
                from += length;
            }

            assertThat(digest.result()).isEqualTo(sha256(bytes));
        }
    }

    @Test
    void nothingHashesAsNothing() throws Exception {
        try (var workers = new Workers()) {
            Sha256 empty = new RunningDigest(workers).result();

            assertThat(empty).isEqualTo(sha256(new byte[0]));
        }
    }
}
