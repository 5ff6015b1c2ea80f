package granary.blob.content;

import static granary.blob.content.ContentStoreFixture.MIB;
import static granary.blob.content.ContentStoreFixture.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.ObjectKey;
import granary.blob.ObjectUpload;
import granary.blob.content.ContentProblem.Kind;
import granary.blob.local.LocalObjectStore;
import granary.blob.xet.XetHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

class ContentCheckTest {
    private final Path root;
    private final ContentStoreFixture hub;
    private final List<ContentProblem> problems = new ArrayList<>();
    private final List<ObjectKey> orphans = new ArrayList<>();

    ContentCheckTest(@TempDir Path root) throws IOException {
        this.root = root;
        this.hub = new ContentStoreFixture(new LocalObjectStore(root));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void aHealthyStoreHasNoProblems() throws Exception {
        hub.takeIn(new byte[0]);
        hub.takeIn(random(3 * MIB, 1));
        hub.takeIn(random(70 * MIB, 2));

        assertThat(check(true)).isEqualTo(new ContentCheck.Summary(3, 3, 0, 0));
        assertThat(problems).isEmpty();
    }

    @Test
    void aFlippedByteIsNeverReadAndFoundByADeepCheck() throws Exception {
        byte[] bytes = random(3 * MIB, 3);
        Content content = hub.takeIn(bytes);
        flip(hub.xorbs().getFirst(), 2 * MIB);

        assertThat(check(false).problems()).as("seen by nobody yet").isZero();
        assertThatThrownBy(() -> hub.read(content)).isInstanceOf(DamagedContentException.class);
        var out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> hub.store.copy(hub.alice.repository(), content, 0, content.size(), out))
                .isInstanceOf(DamagedContentException.class);
        assertThat(out.size()).isLessThan(2 * MIB);
        assertThat(bytes).startsWith(out.toByteArray());
        assertThat(hub.read(content, 0, MIB)).as("what is not damaged").hasSize(MIB);

        check(false);
        check(true);
        assertThat(problems)
                .extracting(ContentProblem::kind)
                .containsExactly(Kind.XORB_DAMAGED, Kind.XORB_DAMAGED, Kind.CONTENT_UNREADABLE);
        assertThat(problems.getLast().subject()).isEqualTo(content.sha256().hex());
    }

    /** A flip may hit a byte that says nothing, such as a frame's own checksum: then the right bytes come. */
    @Test
    void whicheverByteOfAXorbIsFlippedNoOtherBytesAreEverRead() throws Exception {
        byte[] bytes = "words and words and numbers 1 2 3, ".repeat(500).getBytes(StandardCharsets.US_ASCII);
        Content content = hub.takeIn(bytes);
        ObjectKey key = hub.xorbs().getFirst();
        int size = (int) Files.size(root.resolve(key.path()));
        int refused = 0;
        for (int at = 0; at < size; at++) {
            flip(key, at);
            var out = new ByteArrayOutputStream();
            try (XetContentStore restarted = hub.restarted()) {
                restarted.copy(hub.alice.repository(), content, 0, content.size(), out);
                assertThat(Arrays.equals(out.toByteArray(), bytes))
                        .as("byte %d", at)
                        .isTrue();
            } catch (DamagedContentException e) {
                refused++;
                assertThat(out.size()).as("byte %d", at).isZero();
            }
            flip(key, at);
        }
        assertThat(refused).isBetween(size * 7 / 10, size);
    }

    @Test
    void aXorbThatIsGoneOrCutShortIsFound() throws Exception {
        Content gone = hub.takeIn(random(MIB, 4));
        ObjectKey first = hub.xorbs().getFirst();
        Content cut = hub.takeIn(random(MIB, 5));
        hub.objects.delete(first);
        ObjectKey second = hub.xorbs().getFirst();
        try (var file = new RandomAccessFile(root.resolve(second.path()).toFile(), "rw")) {
            file.setLength(MIB / 2);
        }

        check(false);

        assertThat(problems)
                .extracting(ContentProblem::kind)
                .containsExactly(Kind.XORB_MISSING, Kind.XORB_SIZE_DIFFERS);
        assertThat(problems.getFirst().subject()).isEqualTo(nameOf(first));
        try (XetContentStore restarted = hub.restarted()) {
            for (Content content : List.of(gone, cut)) {
                assertThatThrownBy(() ->
                                restarted.copy(hub.alice.repository(), content, 0, 10, new ByteArrayOutputStream()))
                        .isInstanceOf(DamagedContentException.class);
                assertThatThrownBy(() -> hub.read(content)).isInstanceOf(DamagedContentException.class);
            }
        }
    }

    @Test
    void termsThatLeaveAGapAreFound() throws Exception {
        Content content = hub.takeIn(random(70 * MIB, 6));
        hub.db.sql("delete from content_term where file_offset > 0").update();

        check(true);

        assertThat(problems).extracting(ContentProblem::kind).containsExactly(Kind.TERMS_BROKEN);
        assertThatThrownBy(() -> hub.read(content)).isInstanceOf(DamagedContentException.class);
    }

    @Test
    void aContentOfOtherBytesThanItsNameIsFound() throws Exception {
        hub.takeIn(random(1000, 7));
        hub.db
                .sql("update content set sha256 = decode(repeat('ab', 32), 'hex')")
                .update();

        assertThat(check(false).problems()).isZero();
        check(true);

        assertThat(problems).extracting(ContentProblem::kind).containsExactly(Kind.CONTENT_DIFFERS);
    }

    @Test
    void orphansAreToldAndSweptOnlyOnceTheyAreOld() throws Exception {
        Content content = hub.takeIn(random(1000, 8));
        ObjectKey old = orphan("11", Duration.ofHours(25));
        ObjectKey young = orphan("22", Duration.ofHours(23));
        age(
                hub.xorbs().stream()
                        .filter(key -> !key.equals(old) && !key.equals(young))
                        .findFirst()
                        .orElseThrow(),
                Duration.ofDays(100));

        assertThat(check(true)).isEqualTo(new ContentCheck.Summary(1, 1, 0, 2));
        assertThat(orphans).containsExactlyInAnyOrder(old, young);

        assertThat(sweep()).isEqualTo(1);
        assertThat(hub.objects.find(old)).isEmpty();
        assertThat(hub.objects.find(young)).isPresent();
        assertThat(hub.read(content)).hasSize(1000);
    }

    @Test
    void anOrphanThatAnIntakeKeepsAtThisMomentIsNotSwept() throws Exception {
        ObjectKey old = orphan("33", Duration.ofHours(25));
        XetHash hash = XetHash.of(nameOf(old));
        var transaction = new TransactionTemplate(hub.database.transactions());

        transaction.executeWithoutResult(status -> {
            new XorbLocks(hub.db).share(List.of(hash));
            assertThat(sweepElsewhere()).isZero();
        });

        assertThat(hub.objects.find(old)).isPresent();
        assertThat(sweep()).isEqualTo(1);
    }

    private long sweep() throws IOException {
        return new OrphanSweep(hub.objects, hub.db, hub.database.transactions()).deleteOrphans(OrphanSweep.GRACE);
    }

    /** In another thread, hence another transaction. */
    private long sweepElsewhere() {
        return java.util.concurrent.CompletableFuture.supplyAsync(() -> {
                    try {
                        return sweep();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .join();
    }

    private ContentCheck.Summary check(boolean deep) throws IOException {
        return new ContentCheck(hub.objects, hub.db).run(deep, new ContentCheck.Findings() {
            @Override
            public void problem(ContentProblem problem) {
                problems.add(problem);
            }

            @Override
            public void orphan(ObjectKey key, long size, Instant storedAt) {
                orphans.add(key);
            }
        });
    }

    private ObjectKey orphan(String byteOfName, Duration age) throws IOException {
        ObjectKey key = ObjectKey.xorb(byteOfName.repeat(32));
        try (ObjectUpload upload = hub.objects.begin()) {
            upload.write(1);
            upload.keepAs(key);
        }
        age(key, age);
        return key;
    }

    private void age(ObjectKey key, Duration age) throws IOException {
        Files.setLastModifiedTime(
                root.resolve(key.path()), FileTime.from(Instant.now().minus(age)));
    }

    private void flip(ObjectKey key, int at) throws IOException {
        try (var file = new RandomAccessFile(root.resolve(key.path()).toFile(), "rw")) {
            file.seek(at);
            int old = file.read();
            file.seek(at);
            file.write(old ^ 1);
        }
    }

    private static String nameOf(ObjectKey key) {
        return key.path().substring(key.path().lastIndexOf('/') + 1);
    }
}
