package granary.blob.content;

import static granary.blob.content.ContentStoreFixture.MIB;
import static granary.blob.content.ContentStoreFixture.inserted;
import static granary.blob.content.ContentStoreFixture.random;
import static granary.blob.content.ContentStoreFixture.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.ObjectKey;
import granary.blob.memory.MemoryObjectStore;
import granary.blob.xet.TestShard;
import granary.blob.xet.TestXorb;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sweeps without any grace, forced into the moments where something that is needed could be taken for unneeded. */
class SweepInterleavingTest {
    private final FailingObjectStore objects = new FailingObjectStore(new MemoryObjectStore());
    private final ContentStoreFixture hub = new ContentStoreFixture(objects);
    private final HookedTransactions transactions = hub.database.hookedTransactions();
    private final XetContentStore store = new XetContentStore(objects, hub.db, transactions);
    private final Scope bob = new Scope(UUID.randomUUID(), "bob");

    @AfterEach
    void close() {
        store.close();
        hub.close();
    }

    private ContentSweep.Figures sweep() throws IOException {
        return new ContentSweep(objects, hub.db, hub.database.transactions()).run(Duration.ZERO);
    }

    private ContentSweep.Figures dropAllAndSweep() throws IOException {
        hub.db.sql("delete from content_link").update();
        return sweep();
    }

    private Content takeIn(byte[] bytes) throws IOException {
        return store.takeIn(new ByteArrayInputStream(bytes), Intake.undeclared(bob, bytes.length));
    }

    /** No row without its object, and everything that is linked reads back. */
    private void requireSound() throws IOException {
        assertThat(new ContentCheck(objects, hub.db)
                        .run(true, new ContentCheck.Findings() {
                            @Override
                            public void problem(ContentProblem problem) {
                                throw new AssertionError(problem);
                            }

                            @Override
                            public void orphan(ObjectKey key, long size, Instant storedAt) {}
                        })
                        .problems())
                .isZero();
    }

    @Test
    void contentThatIsBeingLinkedAgainStays() throws Exception {
        byte[] bytes = random(MIB, 1);
        Content content = hub.takeIn(bytes);
        hub.store.unlinkAll(hub.alice.repository());
        transactions.beforeCommit(() -> {
            assertThat(sweep().contents()).isZero();
            return null;
        });

        takeIn(bytes);

        assertThat(transactions.happened()).isTrue();
        assertThat(hub.read(content, bob)).isEqualTo(bytes);
        requireSound();
    }

    @Test
    void contentThatIsSweptBetweenLookUpAndLinkHasToBeSentAgain() throws Exception {
        byte[] bytes = random(3 * MIB, 2);
        Content content = hub.takeIn(bytes);
        hub.store.unlinkAll(hub.alice.repository());
        Intake intake = Intake.declared(bob, content.sha256(), content.size(), content.size());

        assertThatThrownBy(() -> store.takeIn(
                        new AtTheEnd(bytes, () -> assertThat(sweep().xorbs()).isEqualTo(1)), intake))
                .isInstanceOf(SweptMeanwhileException.class);

        assertThat(hub.xorbs()).isEmpty();
        takeIn(bytes);
        assertThat(hub.read(content, bob)).isEqualTo(bytes);
    }

    @Test
    void xorbThatIsSweptBetweenLookUpAndUseFailsTheIntake() throws Exception {
        byte[] bytes = random(8 * MIB, 3);
        hub.takeIn(bytes);
        byte[] edited = inserted(bytes, 6 * MIB, new byte[] {1});
        var intake = Intake.undeclared(hub.alice, edited.length);

        assertThatThrownBy(() -> store.takeIn(new AtTheEnd(edited, this::dropAllAndSweep), intake))
                .isInstanceOf(SweptMeanwhileException.class);

        assertThat(hub.rows("content")).isZero();
        assertThat(hub.rows("xorb")).isZero();
        assertThat(hub.read(hub.takeIn(edited))).isEqualTo(edited);
    }

    @Test
    void xorbThatIsBeingReusedStays() throws Exception {
        byte[] bytes = random(8 * MIB, 4);
        hub.takeIn(bytes);
        byte[] edited = inserted(bytes, 6 * MIB, new byte[] {1});
        transactions.beforeCommit(() -> {
            hub.store.unlinkAll(hub.alice.repository());
            assertThat(sweep()).isEqualTo(new ContentSweep.Figures(1, bytes.length, 0, 0, 0));
            return null;
        });

        Content content = store.takeIn(
                new ByteArrayInputStream(edited),
                Intake.undeclared(new Scope(bob.repository(), "alice"), edited.length));

        assertThat(transactions.happened()).isTrue();
        assertThat(hub.rows("xorb")).as("the old one and the edit's").isEqualTo(2);
        assertThat(hub.read(content, bob)).isEqualTo(edited);
    }

    /** Its row and object are there, sent by a client of Xet and named by no file; an intake packs the very same. */
    @Test
    void xorbThatIsFoundThereWhileAnIntakeKeepsItStays() throws Exception {
        byte[] bytes = random(MIB, 5);
        hub.send(TestXorb.of(bytes));
        transactions.beforeCommit(() -> {
            assertThat(sweep().xorbs()).isZero();
            return null;
        });

        Content content = takeIn(bytes);

        assertThat(transactions.happened()).isTrue();
        assertThat(hub.rows("xorb")).isEqualTo(1);
        assertThat(hub.read(content, bob)).isEqualTo(bytes);
        requireSound();
    }

    /** The intake has found the object under its name, and not looked for its row yet. */
    @Test
    void xorbThatAnIntakeFoundIsNotTakenBeforeItHoldsTheRow() throws Exception {
        byte[] bytes = random(MIB, 13);
        hub.send(TestXorb.of(bytes));
        var swept = new CompletableFuture<Long>();
        objects.onceKept(
                () -> swept.completeAsync(() -> sweepUnchecked().xorbs()).join());

        Content content = takeIn(bytes);

        assertThat(swept.join()).isZero();
        assertThat(hub.read(content, bob)).isEqualTo(bytes);
        requireSound();
    }

    private ContentSweep.Figures sweepUnchecked() {
        try {
            return sweep();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void xorbsThatAShardIsNamingStay() throws Exception {
        byte[] bytes = random(MIB, 6);
        TestXorb xorb = TestXorb.of(bytes);
        hub.send(xorb);
        transactions.beforeCommit(() -> {
            assertThat(sweep().xorbs()).isZero();
            return null;
        });
        var viewer = new Viewer(bob.repository(), Optional.of(hub.person), repositories -> Set.of());

        store.cas().addShard(TestShard.of(bytes, xorb).bytes(), bob, viewer, (checked, of) -> {});

        assertThat(transactions.happened()).isTrue();
        assertThat(hub.read(new Content(sha256(bytes), bytes.length), bob)).isEqualTo(bytes);
    }

    @Test
    void xorbsThatASweepTakesBeforeAShardNamesThemFailTheShard() throws Exception {
        byte[] bytes = random(MIB, 7);
        TestXorb xorb = TestXorb.of(bytes);
        hub.send(xorb);
        var viewer = new Viewer(bob.repository(), Optional.of(hub.person), repositories -> Set.of());

        assertThatThrownBy(() ->
                        store.cas().addShard(TestShard.of(bytes, xorb).bytes(), bob, viewer, (checked, of) -> sweep()))
                .isInstanceOf(SweptMeanwhileException.class);

        assertThat(hub.rows("content")).isZero();
    }

    @Test
    void anAnswerNamesNoXorbThatIsSweptWhileItIsMade() throws Exception {
        byte[] bytes = random(MIB, 8);
        TestXorb xorb = TestXorb.of(bytes);
        hub.upload(bytes, xorb);
        var viewer = new Viewer(bob.repository(), Optional.of(UUID.randomUUID()), repositories -> {
            try {
                assertThat(dropAllAndSweep().xorbs()).isEqualTo(1);
                return repositories;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(store.cas().dedupe(xorb.table().hash(0), viewer)).isEmpty();

        assertThat(hub.rows("xorb_holder")).isZero();
    }

    /** The row is gone, the object is not yet: an intake finds that and gives it a row again. */
    @Test
    void whatComesAgainBetweenRowAndObjectKeepsTheObject() throws Exception {
        byte[] bytes = random(MIB, 9);
        Content content = hub.takeIn(bytes);
        hub.store.unlinkAll(hub.alice.repository());
        transactions.afterCommit(() -> hub.rows("xorb") == 0, () -> hub.takeIn(bytes, bob));

        new ContentSweep(objects, hub.db, transactions).run(Duration.ZERO);

        assertThat(transactions.happened()).isTrue();
        assertThat(hub.read(content, bob)).isEqualTo(bytes);
        requireSound();
    }

    @Test
    void aSweepThatDiesBetweenRowAndObjectLeavesAnOrphan() throws Exception {
        byte[] bytes = random(MIB, 10);
        hub.takeIn(bytes);
        hub.store.unlinkAll(hub.alice.repository());
        objects.failAt(FailingObjectStore.Step.DELETE);

        assertThatThrownBy(this::sweep).isInstanceOf(IOException.class);

        assertThat(hub.rows("xorb")).isZero();
        assertThat(hub.xorbs()).hasSize(1);
        objects.heal();
        assertThat(new OrphanSweep(objects, hub.db, hub.database.transactions()).deleteOrphans(Duration.ZERO))
                .isEqualTo(1);
        assertThat(hub.xorbs()).isEmpty();
    }

    /** An intake would find it, and believe in it. */
    @Test
    void aDamagedObjectIsNeverLeftAsAnOrphan() throws Exception {
        hub.takeIn(random(MIB, 11));
        hub.db.sql("update xorb set damaged_at = now()").update();
        hub.store.unlinkAll(hub.alice.repository());
        objects.failAt(FailingObjectStore.Step.DELETE);

        assertThatThrownBy(this::sweep).isInstanceOf(IOException.class);

        assertThat(hub.rows("xorb where damaged_at is not null")).isEqualTo(1);
        objects.heal();
        assertThat(sweep().xorbs()).isEqualTo(1);
        assertThat(hub.xorbs()).isEmpty();
    }

    @Test
    void sweepsAtOnceDeleteEverythingOnce() throws Exception {
        for (int i = 0; i < 60; i++) {
            hub.takeIn(random(10_000, 100 + i));
        }
        Content stays = hub.takeIn(random(MIB, 12), bob);
        hub.store.unlinkAll(hub.alice.repository());
        long contents = 0;
        long xorbs = 0;
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<ContentSweep.Figures>> sweeps = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                sweeps.add(this::sweep);
            }
            for (Future<ContentSweep.Figures> swept : threads.invokeAll(sweeps)) {
                contents += swept.get().contents();
                xorbs += swept.get().xorbs();
            }
        }
        // What one passes over as another has it locked is the next run's.
        ContentSweep.Figures rest = sweep();

        assertThat(contents + rest.contents()).isEqualTo(60);
        assertThat(xorbs + rest.xorbs()).isEqualTo(60);
        assertThat(hub.rows("xorb")).isEqualTo(1);
        assertThat(hub.read(stays, bob)).isEqualTo(random(MIB, 12));
        requireSound();
    }
}
