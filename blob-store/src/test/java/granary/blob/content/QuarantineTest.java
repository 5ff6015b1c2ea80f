package granary.blob.content;

import static granary.blob.content.ContentStoreFixture.MIB;
import static granary.blob.content.ContentStoreFixture.inserted;
import static granary.blob.content.ContentStoreFixture.random;
import static granary.blob.content.ContentStoreFixture.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.ObjectKey;
import granary.blob.local.LocalObjectStore;
import granary.blob.xet.ChunkTable;
import granary.blob.xet.Compression;
import granary.blob.xet.TestShard;
import granary.blob.xet.TestXorb;
import granary.blob.xet.XetHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

/** Whatever becomes of a stored object: no wrong byte is sent, nothing new is made of it, and what comes again heals it. */
class QuarantineTest {
    private final Path root;
    private final ContentStoreFixture hub;

    QuarantineTest(@TempDir Path root) throws IOException {
        this.root = root;
        this.hub = new ContentStoreFixture(new LocalObjectStore(root));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private ObjectKey keyOf(XetHash xorb) {
        return new XorbCatalog(hub.db).find(xorb).orElseThrow().key();
    }

    private void strike(Damage damage, XetHash xorb) throws IOException {
        damage.strike(root, keyOf(xorb));
    }

    private List<String> quarantined() {
        return hub.db
                .sql("select hash from xorb where damaged_at is not null")
                .query((row, number) -> XetHash.of(row.getBytes(1), 0).text())
                .list();
    }

    /** As {@link TestXorb#of}, of bytes that pack well, but not packed: another object of the same xorb. */
    private static TestXorb plain(byte[] bytes) {
        return TestXorb.packed(Compression.NONE, TestXorb.chunksOf(bytes));
    }

    /** Half of it packs well. */
    private static byte[] mixed(int seed) {
        return inserted(
                random(MIB, seed), MIB / 2, "0123456789".repeat(MIB / 10).getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void noWrongByteIsEverSent(Damage damage) throws Exception {
        byte[] bytes = mixed(1);
        TestXorb xorb = TestXorb.of(bytes);
        hub.upload(bytes, xorb);
        hub.takeIn(random(2 * MIB, 2));
        hub.read(new Content(sha256(bytes), bytes.length)); // the proof behind the upload is over
        strike(damage, xorb.hash());
        var content = new Content(sha256(bytes), bytes.length);

        try (XetContentStore restarted = hub.restarted()) {
            for (long[] range : new long[][] {{0, bytes.length}, {0, 10}, {MIB / 3, MIB}, {bytes.length - 5, 5}}) {
                var out = new ByteArrayOutputStream();
                try {
                    restarted.copy(hub.alice.repository(), content, range[0], range[1], out);
                } catch (DamagedContentException expected) {
                    assertThat(quarantined()).containsExactly(xorb.hash().text());
                }
                int from = (int) range[0];
                assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(bytes, from, from + out.size()));
            }
            assertThat(quarantined()).as("found").containsExactly(xorb.hash().text());
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void noWrongPackedByteIsEverSent(Damage damage) throws Exception {
        byte[] bytes = mixed(3);
        TestXorb xorb = TestXorb.of(bytes);
        hub.upload(bytes, xorb);
        hub.takeIn(random(2 * MIB, 4));
        hub.read(new Content(sha256(bytes), bytes.length));
        strike(damage, xorb.hash());
        ChunkTable chunks = xorb.table();

        try (XetContentStore restarted = hub.restarted()) {
            for (int start = 0; start < chunks.count(); start++) {
                var run = new Reconstruction.Run(
                        start, chunks.count(), chunks.packedStart(start), chunks.packedBytes() - 1L);
                var out = new ByteArrayOutputStream();
                try {
                    restarted.cas().copyPacked(xorb.hash(), run, out);
                    assertThat(out.size()).isEqualTo(chunks.packedBytes() - chunks.packedStart(start));
                } catch (DamagedContentException expected) {
                    assertThat(quarantined()).containsExactly(xorb.hash().text());
                }
                int from = chunks.packedStart(start);
                assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(xorb.bytes(), from, from + out.size()));
            }
            assertThat(quarantined()).as("found").containsExactly(xorb.hash().text());
        }
    }

    @Test
    void whatIsRightOfADamagedXorbIsStillServed() throws Exception {
        byte[] bytes = random(3 * MIB, 5);
        Content content = hub.takeIn(bytes);
        Damage.PAYLOAD.strike(root, hub.xorbs().getFirst());
        try (XetContentStore restarted = hub.restarted()) {
            var out = new ByteArrayOutputStream();
            assertThatThrownBy(() -> restarted.copy(hub.alice.repository(), content, 0, 10, out))
                    .isInstanceOf(DamagedContentException.class);

            restarted.copy(hub.alice.repository(), content, MIB, 2 * MIB, out);

            assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(bytes, MIB, 3 * MIB));
        }
    }

    @Test
    void whatWasReadBeforeIsCheckedAgainOnceTheXorbIsInQuarantine() throws Exception {
        byte[] bytes = random(3 * MIB, 6);
        Content content = hub.takeIn(bytes);
        hub.read(content);
        try (XetContentStore otherNode = hub.restarted()) {
            Damage.PAYLOAD.strike(root, hub.xorbs().getFirst());
            assertThat(hub.read(content, 0, 100_000))
                    .as("what rots after it was read is the scrub's to find")
                    .isNotEqualTo(Arrays.copyOf(bytes, 100_000));
            assertThatThrownBy(() -> otherNode.copy(
                            hub.alice.repository(), content, 0, content.size(), new ByteArrayOutputStream()))
                    .isInstanceOf(DamagedContentException.class);

            assertThatThrownBy(() -> hub.read(content, 0, 100_000)).isInstanceOf(DamagedContentException.class);
        }
    }

    @Test
    void sendingTheSameAgainHealsItForAllWhoHoldIt() throws Exception {
        byte[] bytes = random(3 * MIB, 7);
        Content content = hub.takeIn(bytes);
        var bob = new Scope(UUID.randomUUID(), "bob");
        hub.takeIn(bytes, bob);
        ObjectKey before = hub.xorbs().getFirst();
        Damage.PAYLOAD.strike(root, before);
        assertThatThrownBy(() -> hub.read(content)).isInstanceOf(DamagedContentException.class);

        hub.takeIn(bytes);

        assertThat(hub.read(content)).isEqualTo(bytes);
        assertThat(hub.read(content, bob)).isEqualTo(bytes);
        assertThat(quarantined()).isEmpty();
        assertThat(hub.rows("xorb")).isEqualTo(1);
        assertThat(hub.rows("content")).isEqualTo(1);
        assertThat(sweepOrphans()).as("the damaged object").isEqualTo(1);
        assertThat(hub.objects.find(before)).isEmpty();
        assertThat(hub.read(content)).isEqualTo(bytes);
    }

    @Test
    void theNextDamageIsHealedToo() throws Exception {
        byte[] bytes = random(MIB, 8);
        Content content = hub.takeIn(bytes);
        for (int round = 1; round <= 3; round++) {
            XetHash xorb = OrphanWalk.nameOf(hub.xorbs().getFirst()).hash();
            strike(Damage.CUT, xorb);
            try (XetContentStore restarted = hub.restarted()) {
                assertThatThrownBy(() ->
                                restarted.copy(hub.alice.repository(), content, 0, MIB, new ByteArrayOutputStream()))
                        .isInstanceOf(DamagedContentException.class);
            }

            hub.takeIn(bytes);

            assertThat(hub.read(content)).isEqualTo(bytes);
            assertThat(hub.db
                            .sql("select edition from xorb")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(round);
        }
    }

    @Test
    void contentWhoseBytesComeInOtherXorbsRestsOnThose() throws Exception {
        byte[] bytes = random(5 * MIB, 9);
        Content content = hub.takeIn(bytes);
        ObjectKey damaged = hub.xorbs().getFirst();
        Damage.GONE.strike(root, damaged);
        try (XetContentStore restarted = hub.restarted()) {
            assertThatThrownBy(
                            () -> restarted.copy(hub.alice.repository(), content, 0, MIB, new ByteArrayOutputStream()))
                    .isInstanceOf(DamagedContentException.class);
            byte[] longer = inserted(bytes, 0, random(MIB, 10));
            restarted.takeIn(new ByteArrayInputStream(longer), Intake.undeclared(hub.alice, longer.length));

            restarted.takeIn(new ByteArrayInputStream(bytes), Intake.undeclared(hub.alice, bytes.length));

            var out = new ByteArrayOutputStream();
            restarted.copy(hub.alice.repository(), content, 0, content.size(), out);
            assertThat(out.toByteArray()).isEqualTo(bytes);
            assertThat(hub.rows("content_term t join xorb x on x.id = t.xorb_id where x.damaged_at is not null"))
                    .isZero();
        }
    }

    @Test
    void postingTheXorbAgainHealsItHoweverItIsPacked() throws Exception {
        byte[] bytes = mixed(11);
        TestXorb xorb = TestXorb.of(bytes);
        hub.upload(bytes, xorb);
        var content = new Content(sha256(bytes), bytes.length);
        try (XetContentStore otherNode = hub.restarted()) {
            assertThat(read(otherNode, content)).as("remembered there").isEqualTo(bytes);
            putInQuarantine(xorb.hash());

            assertThat(hub.send(plain(bytes))).as("news").isFalse();

            assertThat(plain(bytes).hash()).isEqualTo(xorb.hash());
            assertThat(quarantined()).isEmpty();
            assertThat(read(otherNode, content)).isEqualTo(bytes);
            assertThat(hub.read(content)).isEqualTo(bytes);
            assertThat(hub.objects.find(keyOf(xorb.hash())).orElseThrow().size())
                    .isEqualTo(plain(bytes).bytesWithFooter().length);
        }
    }

    private static byte[] read(XetContentStore store, Content content, Scope scope) throws IOException {
        var out = new ByteArrayOutputStream();
        store.copy(scope.repository(), content, 0, content.size(), out);
        return out.toByteArray();
    }

    private byte[] read(XetContentStore store, Content content) throws IOException {
        return read(store, content, hub.alice);
    }

    /** As a scrub on another node does that found it damaged. */
    private void putInQuarantine(XetHash xorb) {
        XorbRow row = new XorbCatalog(hub.db).find(xorb).orElseThrow();
        assertThat(new Quarantine(hub.db, new VerifiedChunks()).add(row, new DamagedContentException("damaged")))
                .isTrue();
    }

    @Test
    void aReaderThatIsUnderWayWhileAXorbIsHealedNeverGetsWrongBytes() throws Exception {
        byte[] bytes = inserted(mixed(12), 0, random(16 * MIB, 13));
        List<byte[]> chunks = TestXorb.chunksOf(bytes);
        int most = chunks.size() * 7 / 8;
        TestXorb left = TestXorb.ofChunks(chunks.subList(0, most));
        List<byte[]> rest = chunks.subList(most, chunks.size());
        TestXorb right = TestXorb.ofChunks(rest);
        hub.upload(bytes, left, right);
        var content = new Content(sha256(bytes), bytes.length);
        assertThat(hub.read(content)).as("remembered and trusted").isEqualTo(bytes);
        var out = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] part, int offset, int length) {
                if (count == 0) {
                    heal(TestXorb.packed(Compression.NONE, rest));
                }
                super.write(part, offset, length);
            }
        };

        assertThatThrownBy(() -> hub.store.copy(hub.alice.repository(), content, 0, content.size(), out))
                .isInstanceOf(DamagedContentException.class);

        assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(bytes, out.size()));
        assertThat(quarantined()).as("the healed one").isEmpty();
        assertThat(hub.read(content)).isEqualTo(bytes);
    }

    /** And lets no object of the time before be left. */
    private void heal(TestXorb xorb) {
        try {
            putInQuarantine(xorb.hash());
            hub.send(xorb);
            assertThat(sweepOrphans()).isEqualTo(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long sweepOrphans() throws IOException {
        return new OrphanSweep(hub.objects, hub.db, hub.database.transactions()).deleteOrphans(Duration.ZERO);
    }

    @Test
    void aRunThatWasPlannedBeforeTheHealingIsNotServedFromWhatIsPackedOtherwise() throws Exception {
        byte[] bytes = mixed(14);
        TestXorb xorb = TestXorb.of(bytes);
        hub.upload(bytes, xorb);
        Reconstruction.Run run = hub.store
                .cas()
                .reconstruct(hub.alice.repository(), TestShard.file(bytes, xorb).hash(), 0, bytes.length)
                .orElseThrow()
                .runs()
                .getOrDefault(xorb.hash(), List.of())
                .getFirst();
        putInQuarantine(xorb.hash());
        hub.send(plain(bytes));
        var out = new ByteArrayOutputStream();

        assertThat(hub.store.cas().copyPacked(xorb.hash(), run, out)).isFalse();

        assertThat(out.size()).isZero();
    }

    @Test
    void aShardOverOtherXorbsHealsAFileThatIsOnlyDeclared() throws Exception {
        byte[] bytes = random(2 * MIB, 15);
        TestXorb xorb = TestXorb.of(bytes);
        hub.upload(bytes, xorb);
        var content = new Content(sha256(bytes), bytes.length);
        assertThat(hub.read(content)).isEqualTo(bytes);
        hub.db.sql("update content set proof = 'declared'").update();
        putInQuarantine(xorb.hash());
        List<byte[]> chunks = TestXorb.chunksOf(bytes);
        TestXorb left = TestXorb.ofChunks(chunks.subList(0, 5));
        TestXorb right = TestXorb.ofChunks(chunks.subList(5, chunks.size()));
        Damage.GONE.strike(root, keyOf(xorb.hash()));

        hub.upload(bytes, left, right);

        assertThat(hub.read(content)).isEqualTo(bytes);
        assertThat(hub.rows("content")).isEqualTo(1);
        assertThat(hub.rows("content_term")).isEqualTo(2);
    }

    @Test
    void aXorbInQuarantineIsNotThereForWhoeverWouldNameIt() throws Exception {
        byte[] bytes = random(2 * MIB, 16);
        TestXorb xorb = TestXorb.of(bytes);
        hub.upload(bytes, xorb);
        var viewer = new Viewer(hub.alice.repository(), Optional.of(hub.person), readable -> readable);
        assertThat(hub.store.cas().dedupe(xorb.table().hash(0), viewer)).isPresent();
        putInQuarantine(xorb.hash());

        assertThat(hub.store.cas().dedupe(xorb.table().hash(0), viewer)).isEmpty();
        assertThat(hub.store.cas().storedBytes(xorb.hash(), viewer)).isEmpty();
        Reconstruction plan = hub.store
                .cas()
                .reconstruct(hub.alice.repository(), TestShard.file(bytes, xorb).hash(), 0, bytes.length)
                .orElseThrow();
        assertThat(plan.objects()).isEmpty();
        assertThatThrownBy(() -> hub.register(TestShard.of(bytes, xorb), hub.alice))
                .isInstanceOf(ShardRefusedException.class)
                .hasMessageContaining("Upload it first");
        byte[] edited = inserted(bytes, bytes.length, new byte[] {1});
        hub.takeIn(edited);
        assertThat(hub.db
                        .sql("select count(*) from content_term where xorb_id = (select min(id) from xorb)")
                        .query(Long.class)
                        .single())
                .as("only the file that was there before rests on it")
                .isEqualTo(1);
    }

    @Test
    void aXorbThatIsFoundDamagedWhileItIsReusedFailsTheIntakeClearly() throws Exception {
        byte[] bytes = random(8 * MIB, 17);
        hub.takeIn(bytes);
        XetHash xorb = OrphanWalk.nameOf(hub.xorbs().getFirst()).hash();
        byte[] edited = inserted(bytes, bytes.length, new byte[] {1});

        assertThatThrownBy(() -> hub.store.takeIn(
                        new AtTheEnd(edited, () -> putInQuarantine(xorb)), Intake.undeclared(hub.alice, edited.length)))
                .isInstanceOf(SweptMeanwhileException.class)
                .hasMessageContaining("send it again");

        assertThat(hub.read(hub.takeIn(edited))).isEqualTo(edited);
    }

    @Test
    void contentThatWasCutOtherwiseAndIsDamagedIsReplacedForAllWhoHoldIt() throws Exception {
        byte[] bytes = random(2 * MIB, 18);
        TestXorb halves =
                TestXorb.ofChunks(List.of(Arrays.copyOf(bytes, 100_000), Arrays.copyOfRange(bytes, 100_000, 200_000)));
        byte[] small = Arrays.copyOf(bytes, 200_000);
        hub.send(halves);
        hub.register(new TestShard().with(ContentStoreFixture.fileOf(halves, new int[] {0, 2})), hub.alice);
        var content = new Content(sha256(small), small.length);
        assertThat(hub.read(content)).as("and so proven").isEqualTo(small);
        putInQuarantine(halves.hash());
        Damage.GONE.strike(root, keyOf(halves.hash()));
        var bob = new Scope(UUID.randomUUID(), "bob");

        hub.takeIn(small, bob);

        assertThat(hub.read(content, bob)).isEqualTo(small);
        assertThat(hub.read(content)).as("alice's too").isEqualTo(small);
        assertThat(hub.rows("content"))
                .as("the damaged one waits for the sweep")
                .isEqualTo(2);
        assertThat(hub.rows("content_link")).isEqualTo(2);
    }
}
