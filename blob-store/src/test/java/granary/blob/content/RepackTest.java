package granary.blob.content;

import static granary.blob.content.ContentStoreFixture.MIB;
import static granary.blob.content.ContentStoreFixture.inserted;
import static granary.blob.content.ContentStoreFixture.random;
import static granary.blob.content.ContentStoreFixture.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.local.LocalObjectStore;
import granary.blob.xet.TestShard;
import granary.blob.xet.TestXorb;
import granary.blob.xet.XetHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sparse xorbs become full ones, and nobody who reads, writes or names them notices. */
class RepackTest {
    private static final long UNBOUNDED = Long.MAX_VALUE;

    private final Path root;
    private final ContentStoreFixture hub;
    private final HookedTransactions transactions;
    /** Another repository of alice's namespace, so that what it gets shares with hers. */
    private final Scope sibling = new Scope(UUID.randomUUID(), "alice");

    RepackTest(@TempDir Path root) throws IOException {
        this.root = root;
        this.hub = new ContentStoreFixture(new LocalObjectStore(root));
        this.transactions = hub.database.hookedTransactions();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private Repack.Figures repack() throws IOException {
        return new Repack(hub.objects, hub.db, transactions).run(Duration.ZERO, UNBOUNDED);
    }

    private ContentSweep.Figures sweep() throws IOException {
        return new ContentSweep(hub.objects, hub.db, hub.database.transactions()).run(Duration.ZERO);
    }

    /** A content that needs a tenth of the xorb of another, which nobody holds any more. */
    private Content takeInSparsely(int seed) throws IOException {
        var gone = new Scope(UUID.randomUUID(), "alice");
        hub.takeIn(whole(seed), gone);
        Content part = hub.takeIn(part(seed), sibling);
        hub.store.unlinkAll(gone.repository());
        assertThat(sweep().contents()).isEqualTo(1);
        return part;
    }

    private static byte[] whole(int seed) {
        return random(10 * MIB, seed);
    }

    /** Its first sixteen chunks. */
    private static byte[] part(int seed) {
        int length = TestXorb.chunksOf(whole(seed)).subList(0, 16).stream()
                .mapToInt(chunk -> chunk.length)
                .sum();
        return Arrays.copyOf(whole(seed), length);
    }

    private byte[] read(Content content) throws IOException {
        return hub.read(content, sibling);
    }

    @Test
    void whatIsNeededIsKeptAndTheRestIsGivenBack() throws Exception {
        Content part = takeInSparsely(1);
        long before = hub.store.stats().storedBytes();

        Repack.Figures planned = new Repack(hub.objects, hub.db, transactions).plan(Duration.ZERO);
        assertThat(planned.xorbs()).isEqualTo(1);
        assertThat(planned.copiedBytes()).isBetween(MIB / 2L, 2L * MIB);
        assertThat(repack()).isEqualTo(planned);
        assertThat(read(part)).isEqualTo(part(1));

        assertThat(sweep().xorbBytes()).isEqualTo(planned.xorbBytes());
        assertThat(hub.store.stats().storedBytes()).isLessThan(before / 5);
        try (XetContentStore restarted = hub.restarted()) {
            var out = new ByteArrayOutputStream();
            restarted.copy(sibling.repository(), part, 0, part.size(), out);
            assertThat(out.toByteArray()).isEqualTo(part(1));
        }
        assertThat(repack().xorbs()).as("nothing is sparse any more").isZero();
    }

    @Test
    void severalBecomeOne() throws Exception {
        var parts = new ArrayList<Content>();
        for (int seed = 10; seed < 15; seed++) {
            parts.add(takeInSparsely(seed));
        }

        assertThat(repack().xorbs()).isEqualTo(5);
        assertThat(sweep().xorbs()).isEqualTo(5);

        assertThat(hub.rows("xorb")).isEqualTo(1);
        for (int i = 0; i < parts.size(); i++) {
            assertThat(read(parts.get(i))).isEqualTo(part(10 + i));
        }
    }

    @Test
    void whatIsFullOrWasNeededLatelyStaysAsItIs() throws Exception {
        hub.takeIn(random(3 * MIB, 20));
        takeInSparsely(21);

        assertThat(new Repack(hub.objects, hub.db, transactions)
                        .run(Duration.ofDays(22), UNBOUNDED)
                        .xorbs())
                .isZero();
        assertThat(repack().xorbs()).isEqualTo(1);
    }

    @Test
    void noMoreIsCopiedAtOnceThanWasAskedFor() throws Exception {
        takeInSparsely(30);
        assertThat(new Repack(hub.objects, hub.db, transactions)
                        .run(Duration.ZERO, 0)
                        .xorbs())
                .isZero();
    }

    /** As clients of Xet make files: any chunks of a xorb, in any order, overlapping and again and again. */
    @Test
    void termsThatOverlapAndRepeatKeepTheirBytes() throws Exception {
        byte[] bytes = random(10 * MIB, 40);
        TestXorb xorb = TestXorb.of(bytes);
        hub.send(xorb);
        int[][][] files = {
            {{3, 7}, {5, 9}, {3, 4}}, {{6, 8}}, {{20, 22}, {3, 9}}, {{21, 22}, {21, 22}}, {{0, 1}}, {{8, 9}, {0, 1}}
        };
        for (int[][] runs : files) {
            hub.register(new TestShard().with(ContentStoreFixture.fileOf(xorb, runs)), sibling);
        }

        assertThat(repack().xorbs()).isEqualTo(1);
        assertThat(sweep().xorbs()).isEqualTo(1);

        for (int[][] runs : files) {
            byte[] content = ContentStoreFixture.bytesOf(xorb, runs);
            assertThat(read(new Content(sha256(content), content.length))).isEqualTo(content);
        }
        assertThat(hub.db.sql("select chunks from xorb").query(Integer.class).single())
                .as("each needed chunk once")
                .isEqualTo(1 + 6 + 2);
    }

    @Test
    void whoNamesTheOldXorbByACacheIsUnderstoodForAGrace() throws Exception {
        byte[] bytes = random(10 * MIB, 50);
        TestXorb xorb = TestXorb.of(bytes);
        hub.upload(bytes, xorb);
        byte[] part = Arrays.copyOf(bytes, xorb.table().rawEnd(9));
        hub.register(new TestShard().with(TestShard.file(part, xorb)), sibling);
        hub.store.unlinkAll(hub.alice.repository());
        hub.db.sql("update content set needed_at = now() - interval '30 days'").update();
        hub.db.sql("update xorb set needed_at = now() - interval '30 days'").update();
        var sweep = new ContentSweep(hub.objects, hub.db, transactions);
        assertThat(sweep.run(ContentSweep.GRACE).contents()).isEqualTo(1);
        assertThat(repack().xorbs()).isEqualTo(1);

        assertThat(sweep.run(ContentSweep.GRACE).xorbs()).isZero();
        hub.register(TestShard.of(bytes, xorb), hub.alice);

        sweep();
        assertThat(hub.read(new Content(sha256(bytes), bytes.length))).isEqualTo(bytes);
        assertThat(read(new Content(sha256(part), part.length))).isEqualTo(part);
    }

    @Test
    void aReaderThatIsUnderWayReadsOn() throws Exception {
        byte[] whole = random(60 * MIB, 60);
        hub.takeIn(whole);
        Content part = hub.takeIn(Arrays.copyOf(whole, 18 * MIB), sibling);
        hub.store.unlinkAll(hub.alice.repository());
        sweep();
        var out = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                try {
                    if (count == 0) {
                        assertThat(repack().xorbs()).isEqualTo(1);
                        assertThat(new ContentSweep(hub.objects, hub.db, transactions)
                                        .run(ContentSweep.GRACE)
                                        .xorbs())
                                .isZero();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                super.write(bytes, offset, length);
            }
        };

        hub.store.copy(sibling.repository(), part, 0, part.size(), out);

        assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(whole, 18 * MIB));
    }

    @Test
    void whatComesToShareTheOldXorbMeanwhileKeepsIt() throws Exception {
        Content part = takeInSparsely(70);
        byte[] more = inserted(Arrays.copyOfRange(random(10 * MIB, 70), 0, 3 * MIB), 3 * MIB, random(MIB, 71));
        transactions.afterCommit(() -> hub.rows("xorb") == 2, () -> hub.takeIn(more, sibling));

        repack();

        assertThat(transactions.happened()).isTrue();
        sweep();
        assertThat(read(part)).isEqualTo(part(70));
        assertThat(read(new Content(sha256(more), more.length))).isEqualTo(more);
    }

    @Test
    void whatIsSweptMeanwhileLeavesNothingBehind() throws Exception {
        takeInSparsely(80);
        transactions.afterCommit(() -> hub.rows("xorb") == 2, () -> {
            hub.store.unlinkAll(sibling.repository());
            return new ContentSweep(hub.objects, hub.db, hub.database.transactions()).run(Duration.ofDays(1));
        });

        repack();

        assertThat(transactions.happened()).isTrue();
        sweep();
        sweep();
        assertThat(hub.rows("xorb")).isZero();
        assertThat(hub.xorbs()).isEmpty();
    }

    @Test
    void whatIsDamagedIsNotCopied() throws Exception {
        Content damaged = takeInSparsely(90);
        Content healthy = takeInSparsely(91);
        XetHash hash = hub.db
                .sql("select hash from xorb order by id limit 1")
                .query((row, number) -> XetHash.of(row.getBytes(1), 0))
                .single();
        Damage.PAYLOAD.strike(
                root, new XorbCatalog(hub.db).find(hash).orElseThrow().key());

        assertThat(repack().xorbs()).isEqualTo(1);

        assertThat(hub.rows("xorb where damaged_at is not null")).isEqualTo(1);
        assertThat(read(healthy)).isEqualTo(part(91));
        hub.takeIn(part(90), sibling);
        assertThat(read(damaged)).isEqualTo(part(90));
    }

    @Test
    void theIndexOfTheWholeHubLeadsToTheCopies() throws Exception {
        takeInSparsely(100);
        repack();
        sweep();
        var stranger = new Scope(UUID.randomUUID(), "bob");
        byte[] edited = inserted(part(100), MIB / 4, new byte[] {1});
        long before = hub.store.stats().storedBytes();

        hub.store.takeIn(new ByteArrayInputStream(edited), Intake.undeclared(stranger, edited.length));

        assertThat(hub.store.stats().storedBytes() - before).isLessThan(MIB / 2);
    }

    @Test
    void repacksAtOnceBesideIntakesAndSweepsLoseNothing() throws Exception {
        var parts = new ArrayList<Content>();
        for (int seed = 110; seed < 118; seed++) {
            parts.add(takeInSparsely(seed));
        }
        try (var threads = Executors.newFixedThreadPool(4)) {
            var works = new ArrayList<Callable<Object>>();
            for (int i = 0; i < 8; i++) {
                byte[] more = inserted(Arrays.copyOf(random(10 * MIB, 110 + i), 2 * MIB), 2 * MIB, random(1000, i));
                works.add(() ->
                        new Repack(hub.objects, hub.db, hub.database.transactions()).run(Duration.ZERO, UNBOUNDED));
                works.add(() ->
                        new ContentSweep(hub.objects, hub.db, hub.database.transactions()).run(Duration.ofSeconds(30)));
                works.add(() -> hub.takeIn(more, sibling));
            }
            for (Future<Object> work : threads.invokeAll(works)) {
                work.get();
            }
        }
        repack();
        sweep();

        for (int i = 0; i < parts.size(); i++) {
            assertThat(read(parts.get(i))).isEqualTo(part(110 + i));
            byte[] more = inserted(Arrays.copyOf(random(10 * MIB, 110 + i), 2 * MIB), 2 * MIB, random(1000, i));
            assertThat(read(new Content(sha256(more), more.length))).isEqualTo(more);
        }
    }
}
