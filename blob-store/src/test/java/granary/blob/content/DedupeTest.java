package granary.blob.content;

import static granary.blob.content.ContentStoreFixture.MIB;
import static granary.blob.content.ContentStoreFixture.inserted;
import static granary.blob.content.ContentStoreFixture.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.memory.MemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DedupeTest {
    /** What an edit at one place may cost: the chunk it is in, perhaps the next, with their footer. */
    private static final long FEW_CHUNKS = 3 * 128 * 1024;

    private final ContentStoreFixture hub = new ContentStoreFixture(new MemoryObjectStore());

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void anInsertionNearTheStartCostsAFewChunks() throws Exception {
        byte[] bytes = random(20 * MIB, 1);
        hub.takeIn(bytes);

        assertThat(costOf(inserted(bytes, 1000, random(4096, 2)))).isLessThan(FEW_CHUNKS);
    }

    @Test
    void anotherRepositoryOfTheNamespaceIsMatchedToo() throws Exception {
        byte[] bytes = random(20 * MIB, 3);
        hub.takeIn(bytes);
        var sibling = new Scope(UUID.randomUUID(), "ALICE");

        assertThat(costOf(inserted(bytes, 1000, random(4096, 4)), sibling)).isLessThan(FEW_CHUNKS);
    }

    /** A stranger's content is found by its first chunk or by one in 1024; its first hit shows the rest of it. */
    @Test
    void theIndexOfTheWholeHubIsMatchedByFirstChunks() throws Exception {
        byte[] bytes = random(20 * MIB, 5);
        hub.takeIn(bytes);
        var stranger = new Scope(UUID.randomUUID(), "bob");

        assertThat(costOf(inserted(bytes, bytes.length / 2, random(4096, 6)), stranger))
                .isLessThan(FEW_CHUNKS);
    }

    @Test
    void theIndexOfTheWholeHubIsMatchedByEligibleChunksAcrossXorbs() throws Exception {
        byte[] bytes = random(200 * MIB, 7);
        hub.takeIn(bytes);
        assertThat(hub.rows("chunk_index")).isGreaterThan(1);
        var stranger = new Scope(UUID.randomUUID(), "bob");

        // The first chunk differs, so only an eligible one can lead to the stored xorbs; what came before it is new.
        long cost = costOf(inserted(bytes, 0, random(4096, 8)), stranger);

        assertThat(cost).isLessThan(150L * MIB);
    }

    @Test
    void repetitionsInsideAContentAreStoredOnce() throws Exception {
        byte[] part = random(10 * MIB, 9);
        byte[] bytes = new byte[4 * part.length];
        for (int i = 0; i < 4; i++) {
            System.arraycopy(part, 0, bytes, i * part.length, part.length);
        }

        assertThat(costOf(bytes)).isLessThan(part.length + 4 * FEW_CHUNKS);
    }

    @Test
    void aContentOfOneByteRepeatedNeedsLittleRoomAndFewTerms() throws Exception {
        byte[] bytes = new byte[100 * MIB];

        assertThat(costOf(bytes)).isLessThan(MIB);

        assertThat(hub.rows("content_term")).isLessThan(16 + bytes.length / (128 * 1024) / 8);
    }

    /** Edits sown all over: each costs its chunk, and the terms must not become a heap of crumbs. */
    @Test
    void manyEditsDoNotBreakAContentIntoCrumbs() throws Exception {
        byte[] bytes = random(40 * MIB, 10);
        hub.takeIn(bytes);
        byte[] edited = bytes.clone();
        var random = new Random(11);
        for (int i = 0; i < 400; i++) {
            edited[random.nextInt(edited.length)]++;
        }

        Content content = hub.takeIn(edited);

        assertThat(hub.read(content)).isEqualTo(edited);
        long chunks = edited.length / 60_000;
        assertThat(hub.db
                        .sql(
                                "select count(*) from content_term t join content c on c.id = t.content_id where c.sha256 = ?")
                        .param(content.sha256().bytes())
                        .query(Long.class)
                        .single())
                .isLessThan(18 + chunks / 8);
    }

    @Test
    void anEditedSmallFileIsDeduplicatedToo() throws Exception {
        byte[] bytes = random(600_000, 12);
        hub.takeIn(bytes);

        assertThat(costOf(inserted(bytes, 590_000, new byte[] {1}))).isLessThan(FEW_CHUNKS);
    }

    @Test
    void aDamagedXorbIsNotReusedButDoesNotStopAnUpload() throws Exception {
        byte[] bytes = random(5 * MIB, 13);
        hub.takeIn(bytes);
        hub.objects.delete(hub.xorbs().getFirst());
        try (XetContentStore restarted = hub.restarted()) {
            byte[] edited = inserted(bytes, 100, new byte[] {1});
            Content content =
                    restarted.takeIn(new ByteArrayInputStream(edited), Intake.undeclared(hub.alice, edited.length));

            assertThat(hub.read(content)).isEqualTo(edited);
        }
    }

    @Test
    void whatIsSweptWhileItIsReusedFailsTheIntakeClearly() throws Exception {
        byte[] bytes = random(3 * MIB, 16);
        hub.takeIn(bytes);
        byte[] edited = inserted(bytes, 2 * MIB, new byte[] {1});

        assertThatThrownBy(() -> hub.store.takeIn(sweptAtTheEndOf(edited), Intake.undeclared(hub.alice, 4 * MIB)))
                .isInstanceOf(SweptMeanwhileException.class)
                .hasMessageContaining("send it again");

        assertThat(hub.rows("content")).isZero();
        assertThat(hub.rows("xorb")).isZero();
        assertThat(hub.read(hub.takeIn(edited))).isEqualTo(edited);
    }

    @Test
    void knownContentThatIsSweptWhileItComesInAgainFailsTheIntakeClearly() throws Exception {
        byte[] bytes = random(3 * MIB, 17);
        Content content = hub.takeIn(bytes);
        Intake intake = Intake.declared(hub.alice, content.sha256(), content.size(), content.size());

        assertThatThrownBy(() -> hub.store.takeIn(sweptAtTheEndOf(bytes), intake))
                .isInstanceOf(SweptMeanwhileException.class)
                .hasMessageContaining("send it again");

        assertThat(hub.read(hub.takeIn(bytes))).isEqualTo(bytes);
    }

    /** The bytes, and when they have come, a sweep of all that is stored. */
    private InputStream sweptAtTheEndOf(byte[] bytes) {
        return new SequenceInputStream(new ByteArrayInputStream(bytes), new InputStream() {
            @Override
            public int read() {
                for (String table : List.of("content_link", "content_term", "chunk_index", "content", "xorb")) {
                    hub.db.sql("delete from " + table).update();
                }
                return -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return read();
            }
        });
    }

    /** Random edits of random contents, as an oracle for the whole way in and out. */
    @Test
    void whateverIsSharedEveryContentReadsBack() throws Exception {
        var random = new Random(14);
        byte[] bytes = random(4 * MIB, 15);
        for (int round = 0; round < 25; round++) {
            bytes = edited(bytes, random);
            var scope = new Scope(random.nextInt(3) == 0 ? UUID.randomUUID() : hub.alice.repository(), "alice");

            Content content = hub.takeIn(bytes, scope);

            assertThat(hub.read(content, scope)).isEqualTo(bytes);
        }
    }

    private static byte[] edited(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(4)) {
            case 0 -> inserted(bytes, at, random(1 + random.nextInt(300_000), random.nextLong()));
            case 1 ->
                inserted(
                        Arrays.copyOf(bytes, at), at, Arrays.copyOfRange(bytes, (at + bytes.length) / 2, bytes.length));
            case 2 -> inserted(bytes, at, Arrays.copyOfRange(bytes, at / 2, at));
            default -> inserted(Arrays.copyOfRange(bytes, at / 4, bytes.length), 0, random(10, at));
        };
    }

    private long costOf(byte[] bytes) throws Exception {
        return costOf(bytes, hub.alice);
    }

    private long costOf(byte[] bytes, Scope scope) throws Exception {
        long before = hub.store.stats().storedBytes();
        Content content = hub.takeIn(bytes, scope);
        assertThat(hub.read(content, scope)).isEqualTo(bytes);
        return hub.store.stats().storedBytes() - before;
    }
}
