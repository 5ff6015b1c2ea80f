package granary.blob.content;

import static granary.blob.content.ContentStoreFixture.MIB;
import static granary.blob.content.ContentStoreFixture.inserted;
import static granary.blob.content.ContentStoreFixture.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectUpload;
import granary.blob.local.LocalObjectStore;
import granary.blob.memory.MemoryObjectStore;
import granary.blob.xet.XetHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What rots is found before anybody reads it, and healed from where there is a copy. */
class ScrubTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Scrub.Order ALL = new Scrub.Order(Duration.ZERO, LONG, ReadBudget.unlimited());

    private final Path root;
    private final ContentStoreFixture hub;
    private final ObjectStore second = new MemoryObjectStore();

    ScrubTest(@TempDir Path root) throws IOException {
        this.root = root;
        this.hub = new ContentStoreFixture(new LocalObjectStore(root));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private Scrub.Figures scrub() throws IOException {
        return hub.store.scrub(Optional.empty()).run(ALL);
    }

    private Scrub.Figures scrubWithSecond() throws IOException {
        return hub.store.scrub(Optional.of(second)).run(ALL);
    }

    /** As an operator does who copies the store from time to time. */
    private void copyToSecond() throws IOException {
        for (ObjectKey key : hub.xorbs()) {
            try (InputStream in = Files.newInputStream(root.resolve(key.path()));
                    ObjectUpload upload = second.begin()) {
                in.transferTo(upload);
                upload.keepAs(key);
            }
        }
    }

    private static XetHash hashOf(ObjectKey key) {
        return OrphanWalk.nameOf(key).hash();
    }

    @Test
    void everythingIsReadOnceAndRememberedAsChecked() throws Exception {
        hub.takeIn(random(3 * MIB, 1));
        hub.takeIn(random(70 * MIB, 2));
        long stored = hub.store.stats().storedBytes();
        Scrub scrub = hub.store.scrub(Optional.empty());
        assertThat(scrub.progress(LONG)).isEqualTo(new Scrub.Progress(3, 0, 0, null));

        assertThat(scrub()).isEqualTo(new Scrub.Figures(3, stored, 0, 0, 0));

        assertThat(scrub.progress(LONG).checked()).isEqualTo(3);
        assertThat(scrub.progress(LONG).oldest()).isNotNull();
        assertThat(scrub.run(new Scrub.Order(Duration.ofDays(15), LONG, ReadBudget.unlimited()))
                        .xorbs())
                .as("none of it for so long that it is due again")
                .isZero();
    }

    @Test
    void thoseThatWaitForLongestComeFirst() throws Exception {
        for (int i = 0; i < 30; i++) {
            hub.takeIn(random(20_000, 10 + i));
        }
        hub.db
                .sql("update xorb set checked_at = now() - make_interval(days => id::int)")
                .update();

        Scrub.Figures figures = hub.store
                .scrub(Optional.empty())
                .run(new Scrub.Order(Duration.ofDays(26), LONG, ReadBudget.unlimited()));

        assertThat(figures.xorbs()).isEqualTo(5);
        assertThat(hub.rows("xorb where checked_at > now() - interval '1 hour' and id > 25"))
                .isEqualTo(5);
    }

    @Test
    void aRunEndsWhenItsTimeIsOverAndTheNextGoesOn() throws Exception {
        for (int i = 0; i < 3; i++) {
            hub.takeIn(random(20_000, 50 + i));
        }
        Scrub scrub = hub.store.scrub(Optional.empty());
        assertThat(scrub.run(new Scrub.Order(Duration.ZERO, Duration.ZERO, ReadBudget.unlimited()))
                        .xorbs())
                .isZero();

        assertThat(scrub.run(ALL).xorbs()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void everyKindOfDamageIsFound(Damage damage) throws Exception {
        byte[] bytes = random(3 * MIB, 60);
        Content content = hub.takeIn(bytes);
        ObjectKey key = hub.xorbs().getFirst();
        hub.takeIn(random(3 * MIB, 61), new Scope(UUID.randomUUID(), "bob"));
        assertThat(hub.read(content)).as("read before, and trusted").isEqualTo(bytes);
        damage.strike(root, key);

        Scrub.Figures figures = scrub();

        assertThat(figures.damaged()).isEqualTo(1);
        List<DamagedXorb> damaged = hub.store.scrub(Optional.empty()).damaged(10);
        assertThat(damaged).hasSize(1);
        assertThat(damaged.getFirst().hash()).isEqualTo(hashOf(key).text());
        assertThat(damaged.getFirst().contents()).isEqualTo(1);
        assertThat(damaged.getFirst().repositories()).containsExactly(hub.alice.repository());
        var out = new ByteArrayOutputStream();
        try {
            hub.store.copy(hub.alice.repository(), content, 0, content.size(), out);
        } catch (DamagedContentException expected) {
            assertThat(out.size()).isLessThan(bytes.length);
        }
        assertThat(Arrays.equals(out.toByteArray(), Arrays.copyOf(bytes, out.size())))
                .as("never a wrong byte from now on")
                .isTrue();
        assertThat(scrub().damaged()).as("news only once").isZero();
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void whatHasACopyIsHealedAtOnce(Damage damage) throws Exception {
        byte[] bytes = random(3 * MIB, 62);
        Content content = hub.takeIn(bytes);
        ObjectKey key = hub.xorbs().getFirst();
        hub.takeIn(random(3 * MIB, 63));
        copyToSecond();
        damage.strike(root, key);

        Scrub.Figures figures = scrubWithSecond();

        assertThat(figures.damaged()).isEqualTo(1);
        assertThat(figures.healed()).isEqualTo(1);
        assertThat(hub.read(content)).isEqualTo(bytes);
        assertThat(hub.store.scrub(Optional.empty()).damaged(10)).isEmpty();
        assertThat(scrub()).isEqualTo(new Scrub.Figures(2, hub.store.stats().storedBytes(), 0, 0, 0));
    }

    @Test
    void aCopyThatIsDamagedTooHealsNothing() throws Exception {
        hub.takeIn(random(3 * MIB, 64));
        ObjectKey key = hub.xorbs().getFirst();
        Damage.PAYLOAD.strike(root, key);
        copyToSecond();

        assertThat(scrubWithSecond()).matches(figures -> figures.damaged() == 1 && figures.healed() == 0);

        assertThat(hub.store.scrub(Optional.empty()).damaged(10)).hasSize(1);
    }

    @Test
    void anObjectThatComesBackEndsItsQuarantine() throws Exception {
        byte[] bytes = random(3 * MIB, 65);
        Content content = hub.takeIn(bytes);
        Path object = root.resolve(hub.xorbs().getFirst().path());
        Damage.flip(object, 1000);
        assertThat(scrub().damaged()).isEqualTo(1);
        assertThat(scrub().healed()).isZero();
        Damage.flip(object, 1000);

        assertThat(scrub().healed()).isEqualTo(1);

        assertThat(hub.read(content)).isEqualTo(bytes);
        assertThat(hub.store.scrub(Optional.empty()).damaged(10)).isEmpty();
    }

    @Test
    void whatIsSweptWhileItIsReadIsNotDamaged() throws Exception {
        hub.takeIn(random(MIB, 66));
        hub.store.unlinkAll(hub.alice.repository());
        var sweeping = new FailingObjectStore(hub.objects);
        sweeping.onceSought(
                () -> new ContentSweep(hub.objects, hub.db, hub.database.transactions()).run(Duration.ZERO));

        try (var store = new XetContentStore(sweeping, hub.db, hub.database.transactions())) {
            assertThat(store.scrub(Optional.empty()).run(ALL).damaged()).isZero();
        }

        assertThat(hub.rows("xorb")).isZero();
    }

    @Test
    void whatCannotBeReadNowIsNeitherDamagedNorInTheWay() throws Exception {
        hub.takeIn(random(MIB, 67));
        hub.takeIn(random(MIB, 68));
        var flaky = new FailingObjectStore(hub.objects);
        flaky.onceSought(() -> {
            throw new IOException("the network is away");
        });

        try (var store = new XetContentStore(flaky, hub.db, hub.database.transactions())) {
            Scrub.Figures figures = store.scrub(Optional.empty()).run(ALL);
            assertThat(figures.unreadable()).isEqualTo(1);
            assertThat(figures.damaged()).isZero();
        }

        assertThat(hub.rows("xorb where checked_at is not null")).isEqualTo(1);
        assertThat(scrub().unreadable()).isZero();
        assertThat(hub.rows("xorb where checked_at is not null")).isEqualTo(2);
    }

    @Test
    void aScrubThatHasToEndEnds() throws Exception {
        hub.takeIn(random(20 * MIB, 69));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() ->
                        hub.store.scrub(Optional.empty()).run(new Scrub.Order(Duration.ZERO, LONG, ReadBudget.of(1))))
                .isInstanceOf(IOException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(hub.rows("xorb where damaged_at is not null")).isZero();
    }

    /** A fresh upload of the content over other xorbs leaves the damaged one without need, and the sweep takes it. */
    @Test
    void whatIsHealedByOtherXorbsIsSweptWithoutGrace() throws Exception {
        byte[] bytes = random(5 * MIB, 70);
        hub.takeIn(bytes);
        Damage.GONE.strike(root, hub.xorbs().getFirst());
        scrub();
        hub.takeIn(inserted(bytes, 0, random(MIB, 71)));
        Content content = hub.takeIn(bytes);

        assertThat(new ContentSweep(hub.objects, hub.db, hub.database.transactions())
                        .run(ContentSweep.GRACE)
                        .xorbs())
                .isEqualTo(1);

        assertThat(hub.read(content)).isEqualTo(bytes);
        assertThat(hub.store.scrub(Optional.empty()).damaged(10)).isEmpty();
    }
}
