package granary.repo.git;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectUpload;
import granary.blob.content.ReadBudget;
import granary.blob.content.Scrub;
import granary.blob.memory.MemoryObjectStore;
import granary.repo.RepositoryInfo;
import granary.repo.testkit.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packs that rot are found before anybody reads them, and healed from where there is a copy. */
class PackScrubTest {
    private static final Scrub.Order ALL =
            new Scrub.Order(Duration.ZERO, Duration.ofMinutes(10), ReadBudget.unlimited());

    private final Storage storage = new Storage();
    private final ObjectStore second = new MemoryObjectStore();
    private final PackScrub alone = storage.repositories().scrub(Optional.empty());
    private final PackScrub withSecond = storage.repositories().scrub(Optional.of(second));

    @AfterEach
    void stop() {
        storage.close();
    }

    private RepositoryInfo repository() throws IOException {
        RepositoryInfo info = storage.model();
        storage.commit(info, Map.of("a.txt", "a".repeat(1000), "dir/b.txt", "b"));
        return info;
    }

    private ObjectKey keyOf(RepositoryInfo info, String extension) throws IOException {
        return new ObjectKey(storage.packObjects(info).stream()
                .filter(key -> key.endsWith(extension))
                .findFirst()
                .orElseThrow());
    }

    private static byte[] bytesOf(ObjectStore store, ObjectKey key) throws IOException {
        var stored = store.find(key).orElseThrow();
        try (InputStream in = stored.read(0, stored.size())) {
            return in.readAllBytes();
        }
    }

    private static void put(ObjectStore store, ObjectKey key, byte[] bytes) throws IOException {
        store.delete(key);
        try (ObjectUpload upload = store.begin()) {
            upload.write(bytes);
            upload.keepAs(key);
        }
    }

    private void change(ObjectKey key, UnaryOperator<byte[]> change) throws IOException {
        put(storage.objects(), key, change.apply(bytesOf(storage.objects(), key)));
    }

    private static byte[] flipped(byte[] bytes) {
        bytes[bytes.length / 2] ^= 1;
        return bytes;
    }

    @Test
    void soundPacksAreRememberedAsChecked() throws IOException {
        repository();

        assertThat(alone.run(ALL)).matches(done -> done.packs() > 0 && done.bytes() > 0 && done.damaged() == 0);

        assertThat(alone.run(new Scrub.Order(Duration.ofDays(15), Duration.ofMinutes(10), ReadBudget.unlimited()))
                        .packs())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {".pack", ".idx"})
    void aFlippedBitIsFound(String extension) throws IOException {
        RepositoryInfo info = repository();
        change(keyOf(info, extension), PackScrubTest::flipped);

        assertThat(alone.run(ALL).damaged()).isEqualTo(1);

        assertThat(alone.damaged(10)).extracting(DamagedPack::repository).containsExactly(info.key());
        assertThat(alone.run(ALL).damaged()).as("news only once").isZero();
    }

    @Test
    void aFileThatIsGoneOrCutShortIsFound() throws IOException {
        storage.objects().delete(keyOf(repository(), ".pack"));
        change(keyOf(repository(), ".idx"), bytes -> Arrays.copyOf(bytes, bytes.length - 1));

        assertThat(alone.run(ALL).damaged()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {".pack", ".idx"})
    void whatHasACopyIsHealedAtOnce(String extension) throws IOException {
        RepositoryInfo info = repository();
        ObjectKey key = keyOf(info, extension);
        byte[] right = bytesOf(storage.objects(), key);
        put(second, key, right);
        change(key, PackScrubTest::flipped);

        PackScrub.Figures done = withSecond.run(ALL);

        assertThat(done.damaged()).isEqualTo(1);
        assertThat(done.healed()).isEqualTo(1);
        assertThat(bytesOf(storage.objects(), key)).isEqualTo(right);
        assertThat(alone.damaged(10)).isEmpty();
        assertThat(storage.repositories().check().run(true, new NoFindings()).problems())
                .isZero();
    }

    @Test
    void aCopyThatIsDamagedTooHealsNothing() throws IOException {
        ObjectKey key = keyOf(repository(), ".pack");
        change(key, PackScrubTest::flipped);
        put(second, key, bytesOf(storage.objects(), key));

        assertThat(withSecond.run(ALL)).matches(done -> done.damaged() == 1 && done.healed() == 0);
        assertThat(storage.objects().find(key)).isPresent();
    }

    @Test
    void packsOfADeletedRepositoryAreNotDamaged() throws IOException {
        RepositoryInfo info = repository();
        storage.repositories().delete(info.key(), Storage.ALICE);

        assertThat(alone.run(ALL).damaged()).isZero();
    }
}
