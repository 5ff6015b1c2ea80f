package granary.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link ObjectStore} promises. Each implementation extends this and says only how to make one. */
public abstract class ObjectStoreContract {
    private static final byte[] BYTES = "weights".getBytes(StandardCharsets.UTF_8);
    private static final ObjectKey KEY = ObjectKey.xorb("ab".repeat(32));
    private static final ObjectKey OTHER = new ObjectKey("git/0b54a1d2/7f21.pack");

    /** The same store at every call of one test, empty at the first. */
    protected abstract ObjectStore store() throws IOException;

    @Test
    void keptObjectIsFoundWithItsBytes() throws IOException {
        StoredObject kept = keep(KEY, BYTES);

        StoredObject found = store().find(KEY).orElseThrow();

        assertThat(found.key()).isEqualTo(KEY).isEqualTo(kept.key());
        assertThat(found.size()).isEqualTo(BYTES.length).isEqualTo(kept.size());
        assertThat(bytesOf(found)).isEqualTo(BYTES);
        assertThat(bytesOf(kept)).isEqualTo(BYTES);
    }

    @Test
    void anObjectMayBeEmpty() throws IOException {
        keep(KEY, new byte[0]);

        StoredObject found = store().find(KEY).orElseThrow();

        assertThat(found.size()).isZero();
        assertThat(bytesOf(found)).isEmpty();
        try (InputStream in = found.read(0, 0)) {
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void nothingIsVisibleBeforeItIsKept() throws IOException {
        try (ObjectUpload upload = store().begin()) {
            upload.write(BYTES);
            upload.seal();

            assertThat(store().find(KEY)).isEmpty();
            assertThat(keys("xorbs/")).isEmpty();
        }
    }

    @Test
    void uploadClosedBeforeKeepingLeavesNothing() throws IOException {
        ObjectUpload upload = store().begin();
        upload.write(BYTES);
        upload.close();
        upload.close();

        assertThat(keys("xorbs/")).isEmpty();
        assertThatThrownBy(() -> upload.keepAs(KEY)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> upload.write(1)).isInstanceOf(IOException.class);
        assertThat(store().find(KEY)).isEmpty();
    }

    @Test
    void keepingUnderATakenKeyKeepsTheOldObject() throws IOException {
        keep(KEY, BYTES);

        StoredObject answer = keep(KEY, "other".getBytes(StandardCharsets.UTF_8));

        assertThat(bytesOf(answer)).isEqualTo(BYTES);
        assertThat(bytesOf(store().find(KEY).orElseThrow())).isEqualTo(BYTES);
        assertThat(keys("xorbs/")).containsExactly(KEY);
    }

    @Test
    void ofManyWhoKeepTheSameKeyAtOnceOneWinsAndAllSeeIt() throws Exception {
        List<Callable<byte[]>> keepers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            byte[] bytes = {(byte) i};
            keepers.add(() -> bytesOf(keep(KEY, bytes)));
        }
        try (var threads = Executors.newFixedThreadPool(8)) {
            byte[] winner = null;
            for (Future<byte[]> keeper : threads.invokeAll(keepers)) {
                winner = winner == null ? keeper.get() : winner;
                assertThat(keeper.get()).isEqualTo(winner);
            }
            assertThat(bytesOf(store().find(KEY).orElseThrow())).isEqualTo(winner);
        }
    }

    @Test
    void sealedUploadCanBeKeptButNotWritten() throws IOException {
        try (ObjectUpload upload = store().begin()) {
            upload.write(BYTES);
            upload.seal();
            upload.seal();

            assertThat(upload.size()).isEqualTo(BYTES.length);
            assertThatThrownBy(() -> upload.write(1)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> upload.readBack(0, ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
            assertThat(bytesOf(upload.keepAs(KEY))).isEqualTo(BYTES);
        }
        assertThat(store().find(KEY)).isPresent();
    }

    @Test
    void sealedForAKeyIsKeptUnderItOrNotAtAll() throws IOException {
        ObjectUpload dropped = store().begin();
        dropped.write(BYTES);
        dropped.sealFor(OTHER);
        dropped.close();
        try (ObjectUpload upload = store().begin()) {
            upload.write(BYTES);
            upload.sealFor(KEY);

            assertThat(upload.size()).isEqualTo(BYTES.length);
            assertThat(keys("")).isEmpty();
            assertThatThrownBy(() -> upload.write(1)).isInstanceOf(IOException.class);
            assertThat(bytesOf(upload.keepAs(KEY))).isEqualTo(BYTES);
        }
        assertThat(keys("")).containsExactly(KEY);
    }

    @Test
    void whatWasWrittenCanBeReadBack() throws IOException {
        try (ObjectUpload upload = store().begin()) {
            upload.write(BYTES);
            upload.write('!');
            ByteBuffer part = ByteBuffer.allocate(4);

            assertThat(upload.readBack(2, part)).isEqualTo(4);
            assertThat(part.array()).isEqualTo("ight".getBytes(StandardCharsets.UTF_8));
            assertThat(upload.readBack(7, ByteBuffer.allocate(4))).isEqualTo(1);
            assertThat(upload.readBack(8, ByteBuffer.allocate(4))).isEqualTo(-1);

            upload.write(BYTES);
            assertThat(upload.size()).isEqualTo(15);
            assertThat(bytesOf(upload.keepAs(KEY)))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("weights!weights");
        }
    }

    @Test
    void writesOfAnySizeEndUpInOrder() throws IOException {
        var random = new Random(7);
        byte[] bytes = new byte[3_000_000];
        random.nextBytes(bytes);
        try (ObjectUpload upload = store().begin()) {
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, random.nextInt(random.nextBoolean() ? 100 : 400_000));
                upload.write(bytes, at, length);
                at += length;
            }
            upload.keepAs(KEY);
        }
        assertThat(bytesOf(store().find(KEY).orElseThrow())).isEqualTo(bytes);
    }

    @Test
    void anyPartCanBeRead() throws IOException {
        byte[] bytes = new byte[600_000];
        new Random(8).nextBytes(bytes);
        StoredObject object = keep(KEY, bytes);

        for (int[] part : new int[][] {{0, 600_000}, {1, 599_999}, {599_999, 1}, {600_000, 0}, {262_143, 300_000}}) {
            try (InputStream in = object.read(part[0], part[1])) {
                assertThat(in.readAllBytes())
                        .isEqualTo(java.util.Arrays.copyOfRange(bytes, part[0], part[0] + part[1]));
            }
        }
        for (long[] part : new long[][] {{-1, 2}, {0, 600_001}, {600_001, 0}, {1, Long.MAX_VALUE}, {5, -1}}) {
            assertThatThrownBy(() -> object.read(part[0], part[1]).close())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void readersOfOneObjectDoNotDisturbEachOther() throws IOException {
        StoredObject object = keep(KEY, BYTES);
        try (SeekableByteChannel first = object.open();
                SeekableByteChannel second = object.open()) {
            first.position(3);
            ByteBuffer bytes = ByteBuffer.allocate(100);

            assertThat(second.read(bytes)).isEqualTo(7);
            assertThat(first.read(bytes)).isEqualTo(4);
            assertThat(first.size()).isEqualTo(7);
            assertThat(first.read(bytes)).isEqualTo(-1);
            assertThat(second.position()).isEqualTo(7);
        }
    }

    @Test
    void deletedObjectIsGoneAndDeletingItAgainIsFine() throws IOException {
        keep(KEY, BYTES);

        store().delete(KEY);
        store().delete(KEY);

        assertThat(store().find(KEY)).isEmpty();
        assertThat(keys("xorbs/")).isEmpty();
        assertThat(bytesOf(keep(KEY, BYTES))).isEqualTo(BYTES);
    }

    @Test
    void readingADeletedObjectFailsOrGivesItsBytes() throws IOException {
        StoredObject object = keep(KEY, BYTES);
        store().delete(KEY);

        try (InputStream in = object.read(0, BYTES.length)) {
            assertThat(in.readAllBytes()).isEqualTo(BYTES);
        } catch (IOException expected) {
            assertThat(expected).isNotNull();
        }
    }

    @Test
    void objectsAreListedByPrefix() throws IOException {
        Instant before = Instant.now().minusSeconds(2);
        keep(KEY, BYTES);
        keep(OTHER, BYTES);

        assertThat(keys("xorbs/")).containsExactly(KEY);
        assertThat(keys("git/")).containsExactly(OTHER);
        assertThat(keys("git/0b54a1d2/")).containsExactly(OTHER);
        assertThat(keys("git/0b54/")).isEmpty();
        assertThat(keys("nothing/")).isEmpty();
        assertThat(keys("")).containsExactlyInAnyOrder(KEY, OTHER);
        store().each("git/", (key, size, storedAt) -> {
            assertThat(size).isEqualTo(BYTES.length);
            assertThat(storedAt).isBetween(before, Instant.now().plusSeconds(2));
        });
    }

    @Test
    void objectsMayBeDeletedWhileTheyAreListed() throws IOException {
        for (int i = 0; i < 20; i++) {
            keep(ObjectKey.xorb("%02x".formatted(i * 11).repeat(32)), BYTES);
        }
        List<ObjectKey> all = keys("xorbs/");

        store().each("xorbs/", (key, size, storedAt) -> {
            for (ObjectKey other : all) {
                store().delete(other);
            }
        });

        assertThat(keys("xorbs/")).isEmpty();
    }

    @Test
    void aVisitorsFailureEndsTheListing() throws IOException {
        keep(KEY, BYTES);

        assertThatThrownBy(() -> store().each("xorbs/", (key, size, storedAt) -> {
                    throw new IOException("enough");
                }))
                .hasStackTraceContaining("enough");
    }

    protected final StoredObject keep(ObjectKey key, byte[] bytes) throws IOException {
        try (ObjectUpload upload = store().begin()) {
            upload.write(bytes);
            return upload.keepAs(key);
        }
    }

    protected final List<ObjectKey> keys(String prefix) throws IOException {
        var keys = new ArrayList<ObjectKey>();
        store().each(prefix, (key, size, storedAt) -> keys.add(key));
        return keys;
    }

    protected static byte[] bytesOf(StoredObject object) throws IOException {
        try (InputStream in = Channels.newInputStream(object.open())) {
            return in.readAllBytes();
        }
    }
}
