package granary.blob.content;

import static granary.blob.content.ContentStoreFixture.MIB;
import static granary.blob.content.ContentStoreFixture.inserted;
import static granary.blob.content.ContentStoreFixture.random;
import static granary.blob.content.ContentStoreFixture.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.memory.MemoryObjectStore;
import granary.blob.xet.TestShard;
import granary.blob.xet.TestXorb;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nobody needs goes after its grace, and what somebody needs stays. */
class ContentSweepTest {
    private static final ContentSweep.Figures NOTHING = new ContentSweep.Figures(0, 0, 0, 0, 0);

    private final ContentStoreFixture hub = new ContentStoreFixture(new MemoryObjectStore());
    private final ContentSweep sweep = new ContentSweep(hub.objects, hub.db, hub.database.transactions());
    private final Scope bob = new Scope(UUID.randomUUID(), "bob");

    @AfterEach
    void close() {
        hub.close();
    }

    private static Intake undeclared(Scope scope, byte[] bytes) {
        return Intake.undeclared(scope, bytes.length);
    }

    @Test
    void whatIsLinkedStays() throws Exception {
        byte[] bytes = random(3 * MIB, 1);
        Content content = hub.takeIn(bytes);

        assertThat(sweep.plan(Duration.ZERO)).isEqualTo(NOTHING);
        assertThat(sweep.run(Duration.ZERO)).isEqualTo(NOTHING);

        assertThat(hub.read(content)).isEqualTo(bytes);
    }

    @Test
    void whatNobodyHoldsGoesOnceItsGraceIsOver() throws Exception {
        byte[] kept = random(MIB, 2);
        byte[] dropped = random(3 * MIB, 3);
        Content stays = hub.takeIn(kept, bob);
        hub.takeIn(dropped);
        long storedBytes = hub.store.stats().storedBytes();
        hub.store.unlinkAll(hub.alice.repository());
        age("content", Duration.ofDays(21));

        assertThat(sweep.run(ContentSweep.GRACE)).isEqualTo(NOTHING);

        age("content", Duration.ofDays(23));
        age("xorb", Duration.ofDays(23));
        ContentSweep.Figures planned = sweep.plan(ContentSweep.GRACE);
        assertThat(planned.contents()).isEqualTo(1);
        assertThat(planned.contentBytes()).isEqualTo(dropped.length);
        assertThat(planned.xorbs()).isEqualTo(1);
        assertThat(hub.rows("content")).as("planning deletes nothing").isEqualTo(2);

        assertThat(sweep.run(ContentSweep.GRACE)).isEqualTo(planned);

        assertThat(hub.store.stats().storedBytes()).isEqualTo(storedBytes - planned.xorbBytes());
        assertThat(hub.rows("content_term")).isEqualTo(1);
        assertThat(hub.xorbs()).hasSize(1);
        assertThat(hub.read(stays, bob)).isEqualTo(kept);
    }

    private void age(String table, Duration age) {
        hub.db
                .sql("update " + table + " set needed_at = now() - make_interval(secs => ?)")
                .param((double) age.toSeconds())
                .update();
    }

    @Test
    void aContentThatOneOfItsHoldersLetsGoOfStays() throws Exception {
        byte[] bytes = random(MIB, 4);
        Content content = hub.takeIn(bytes);
        hub.takeIn(bytes, bob);
        hub.store.unlinkAll(hub.alice.repository());

        assertThat(sweep.run(Duration.ZERO)).isEqualTo(NOTHING);

        assertThat(hub.read(content, bob)).isEqualTo(bytes);
    }

    @Test
    void aXorbThatAnotherContentSharesStays() throws Exception {
        byte[] bytes = random(5 * MIB, 5);
        hub.takeIn(bytes);
        byte[] edited = inserted(bytes, MIB, new byte[] {1});
        Content shares = hub.store.takeIn(
                new ByteArrayInputStream(edited), undeclared(new Scope(bob.repository(), "alice"), edited));
        assertThat(hub.rows("xorb")).isEqualTo(2);
        hub.store.unlinkAll(hub.alice.repository());

        assertThat(sweep.run(Duration.ZERO).contents()).isEqualTo(1);

        assertThat(hub.rows("xorb")).isEqualTo(2);
        assertThat(hub.read(shares, bob)).isEqualTo(edited);
    }

    @Test
    void whatAClientSentAndNamedInNoShardGoesAfterItsGrace() throws Exception {
        TestXorb xorb = TestXorb.of(random(MIB, 6));
        hub.send(xorb);
        age("xorb", Duration.ofDays(23));

        hub.send(xorb);
        assertThat(sweep.run(ContentSweep.GRACE)).as("sent again").isEqualTo(NOTHING);

        age("xorb", Duration.ofDays(23));
        assertThat(sweep.run(ContentSweep.GRACE).xorbs()).isEqualTo(1);
        assertThat(hub.xorbs()).isEmpty();
    }

    @Test
    void whatAClientWasToldOfIsKeptForItsGrace() throws Exception {
        byte[] bytes = random(MIB, 7);
        TestXorb xorb = TestXorb.of(bytes);
        hub.upload(bytes, xorb);
        age("xorb", Duration.ofDays(30));
        var reader = new Viewer(bob.repository(), Optional.of(UUID.randomUUID()), repositories -> repositories);
        assertThat(hub.store.cas().dedupe(xorb.table().hash(0), reader)).isPresent();
        hub.store.unlinkAll(hub.alice.repository());
        age("content", Duration.ofDays(30));

        assertThat(sweep.run(ContentSweep.GRACE).contents()).isEqualTo(1);

        assertThat(hub.xorbs()).hasSize(1);
        assertThat(hub.store.cas().addShard(TestShard.of(bytes, xorb).bytes(), bob, reader, (checked, of) -> {}))
                .as("named by whoever was told")
                .isTrue();
        assertThat(hub.read(new Content(sha256(bytes), bytes.length), bob)).isEqualTo(bytes);
    }

    @Test
    void notesOfWhoWasToldGoAfterTheirGrace() throws Exception {
        byte[] bytes = random(MIB, 8);
        TestXorb xorb = TestXorb.of(bytes);
        hub.upload(bytes, xorb);
        hub.db
                .sql("update xorb_holder set seen_at = now() - interval '23 days'")
                .update();
        hub.send(TestXorb.of(random(MIB, 9)));

        assertThat(sweep.plan(ContentSweep.GRACE).holders()).isEqualTo(1);
        assertThat(sweep.run(ContentSweep.GRACE).holders()).isEqualTo(1);

        assertThat(hub.rows("xorb_holder")).isEqualTo(1);
    }

    @Test
    void aWithheldContentGoesLikeAnyOther() throws Exception {
        byte[] bytes = random(MIB, 10);
        hub.takeIn(bytes);
        hub.db.sql("update content set proof = 'refuted'").update();

        assertThat(sweep.run(Duration.ZERO)).as("its link tells its owner").isEqualTo(NOTHING);

        hub.store.unlinkAll(hub.alice.repository());
        assertThat(sweep.run(Duration.ZERO).contents()).isEqualTo(1);
    }

    @Test
    void aXorbInQuarantineThatNoContentNeedsGoesWithoutGrace() throws Exception {
        hub.takeIn(random(MIB, 11));
        hub.db.sql("update xorb set damaged_at = now()").update();
        assertThat(sweep.run(ContentSweep.GRACE)).as("a content needs it").isEqualTo(NOTHING);
        hub.db.sql("delete from content_link").update();
        hub.db.sql("delete from content").update();

        assertThat(sweep.run(ContentSweep.GRACE).xorbs()).isEqualTo(1);

        assertThat(hub.xorbs()).isEmpty();
    }

    @Test
    void sweptContentCanBeSentAgain() throws Exception {
        byte[] bytes = random(70 * MIB, 12);
        Content content = hub.takeIn(bytes);
        hub.store.unlinkAll(hub.alice.repository());
        assertThat(sweep.run(Duration.ZERO).xorbs()).isEqualTo(2);
        assertThat(hub.xorbs()).isEmpty();

        hub.takeIn(bytes);

        assertThat(hub.read(content)).isEqualTo(bytes);
    }
}
