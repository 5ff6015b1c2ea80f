package granary.repo.transport;

import static org.assertj.core.api.Assertions.assertThat;

import granary.repo.RepositoryInfo;
import granary.repo.testkit.PackBytes;
import granary.repo.testkit.RawPush;
import granary.repo.testkit.Storage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Small packs that mean to grow large (security.md D1). */
class BombTest {
    private static final int HUNDRED_MIB = 100 << 20;

    private final Storage storage = new Storage();

    @AfterEach
    void stop() {
        storage.close();
    }

    private static byte[] deltaBomb(long size) throws IOException {
        byte[] base = new byte[0xffff];
        return new PackBytes(2)
                .object(PackBytes.BLOB, base)
                .delta(PackBytes.idOf("blob", base), PackBytes.copyingDelta(base.length, size))
                .bytes();
    }

    /** Every object is the base of two others, so a chain of large ones has to stay in memory. */
    private static byte[] branchingBomb(int depth, int size) throws IOException {
        byte[] object = new byte[size];
        PackBytes pack = new PackBytes(1 + 2 * depth).object(PackBytes.BLOB, object);
        for (int level = 0; level < depth; level++) {
            byte[] base = PackBytes.idOf("blob", object);
            pack.delta(base, PackBytes.changingDelta(size, level + 1)).delta(base, PackBytes.changingDelta(size, 0xff));
            object[0] = (byte) (level + 1);
        }
        return pack.bytes();
    }

    private String push(RepositoryInfo info, byte[] pack) throws IOException {
        return new RawPush(storage.transport(), info).create("main", PackBytes.idOf("blob", pack), pack);
    }

    private void assertRefused(RepositoryInfo info, byte[] pack, String sentence) throws IOException {
        Instant start = Instant.now();
        String answer = push(info, pack);

        assertThat(answer).contains("unpack error").contains(sentence);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(1));
        assertThat(storage.packRows(info)).isZero();
        assertThat(storage.packObjects(info)).isEmpty();
    }

    @Test
    void aFewBytesThatBecomeAHundredMebibytesAreRefusedAtOnce() throws IOException {
        byte[] bomb = deltaBomb(HUNDRED_MIB);

        assertThat(bomb.length).isLessThan(1000);
        assertRefused(storage.model(), bomb, "large files belong in git-lfs");
    }

    @Test
    void packsThatKeepManyObjectsInMemoryAreRefused() throws Exception {
        SmartHttpTransport transport = storage.transport();
        byte[] bomb = branchingBomb(20, 9_000_000);
        List<Callable<String>> pushes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            RepositoryInfo info = storage.model();
            RawPush push = new RawPush(transport, info);
            pushes.add(() -> push.create("main", PackBytes.idOf("blob", bomb), bomb));
        }

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> answer : threads.invokeAll(pushes)) {
                assertThat(answer.get()).containsPattern("unpack error the (pack needs more memory|server is busy)");
            }
        }
    }

    @Test
    void aPackThatDeclaresMoreObjectsThanItCanHaveIsRefused() throws IOException {
        assertRefused(storage.model(), new PackBytes(-1).bytes(), "4,294,967,295 objects");
        assertRefused(storage.model(), new PackBytes(1_999_999_999).bytes(), "1,999,999,999 objects");
    }

    @Test
    void aFileOfZerosAsACommitIsRefusedBeforeItIsInflated() throws IOException {
        byte[] pack =
                new PackBytes(1).object(PackBytes.COMMIT, new byte[17 << 20]).bytes();

        assertRefused(storage.model(), pack, "a commit has 17,825,792 bytes");
    }

    @Test
    void aCutOrChangedPackIsRefused() throws IOException {
        byte[] pack =
                new PackBytes(1).object(PackBytes.BLOB, new byte[] {1, 2, 3}).bytes();
        byte[] changed = pack.clone();
        changed[changed.length - 1]++;
        RepositoryInfo info = storage.model();

        assertThat(push(info, java.util.Arrays.copyOf(pack, pack.length - 5))).contains("unpack error");
        assertThat(push(info, changed)).contains("unpack error");
        assertThat(storage.packObjects(info)).isEmpty();
    }
}
