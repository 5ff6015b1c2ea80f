package granary.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectStoreContract;
import granary.blob.ObjectUpload;
import granary.blob.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ObjectStoreTest extends ObjectStoreContract {
    private static final ObjectKey KEY = ObjectKey.xorb("cd".repeat(32));
    /** Three parts. */
    private static final byte[] LARGE = random((int) (2 * MultipartUpload.PART_BYTES) + 1_000_000);

    private final Path uploads;
    private final S3Settings bucket = S3Server.shared().newBucket();
    private final S3ObjectStore store;

    S3ObjectStoreTest(@TempDir Path folder) throws IOException {
        uploads = folder.resolve("uploads");
        store = S3ObjectStore.open(bucket, uploads);
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @AfterEach
    void noUploadLeavesAFileBehind() throws IOException {
        assertThat(waiting()).isEmpty();
        store.close();
    }

    @Test
    void largeUploadIsAwayOnceItIsSealedForItsKeyAndVisibleOnceItIsKept() throws IOException {
        try (ObjectUpload upload = store.begin()) {
            upload.write(LARGE);
            upload.sealFor(KEY);

            assertThat(waiting()).isEmpty();
            assertThat(store.find(KEY)).isEmpty();
            assertThat(keys("")).isEmpty();
            assertThat(bytesOf(upload.keepAs(KEY))).isEqualTo(LARGE);
        }
        assertThat(bytesOf(store.find(KEY).orElseThrow())).isEqualTo(LARGE);
        assertThat(openMultiparts()).isZero();
    }

    @Test
    void largeUploadIsKeptWithoutBeingSealedForAKey() throws IOException {
        assertThat(bytesOf(keep(KEY, LARGE))).isEqualTo(LARGE);
        assertThat(openMultiparts()).isZero();
    }

    @Test
    void largeUploadIsKeptUnderTheKeyItWasSealedForOnly() throws IOException {
        ObjectKey other = ObjectKey.xorb("ee".repeat(32));
        try (ObjectUpload upload = store.begin()) {
            upload.write(LARGE);
            upload.sealFor(KEY);

            assertThatThrownBy(() -> upload.keepAs(other)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(keys("")).isEmpty();
        assertThat(openMultiparts()).isZero();
    }

    @Test
    void largeUploadUnderATakenKeyKeepsTheOldObjectAndIsThrownAway() throws IOException {
        keep(KEY, new byte[] {1, 2, 3});

        assertThat(bytesOf(keep(KEY, LARGE))).containsExactly(1, 2, 3);
        assertThat(openMultiparts()).isZero();
    }

    @Test
    void uploadThatIsSealedAndClosedLeavesNothing() throws IOException {
        ObjectUpload upload = store.begin();
        upload.write(LARGE);
        upload.sealFor(KEY);
        assertThat(openMultiparts()).isOne();

        upload.close();
        upload.close();

        assertThat(openMultiparts()).isZero();
        assertThat(keys("")).isEmpty();
    }

    @Test
    void whatOneHubKeepsEveryOtherSeesAtOnce(@TempDir Path elsewhere) throws IOException {
        try (var other = S3ObjectStore.open(bucket, elsewhere)) {
            keep(KEY, new byte[] {1});

            assertThat(bytesOf(other.find(KEY).orElseThrow())).containsExactly(1);
            other.delete(KEY);
            assertThat(store.find(KEY)).isEmpty();
        }
    }

    @Test
    void ofTwoHubsThatKeepALargeObjectAtOnceOneWins(@TempDir Path elsewhere) throws Exception {
        byte[] others = LARGE.clone();
        others[7]++;
        try (var other = S3ObjectStore.open(bucket, elsewhere);
                var threads = Executors.newFixedThreadPool(2)) {
            List<Callable<byte[]>> keepers = List.of(() -> bytesOf(keep(KEY, LARGE)), () -> {
                try (ObjectUpload upload = other.begin()) {
                    upload.write(others);
                    return bytesOf(upload.keepAs(KEY));
                }
            });
            List<Future<byte[]>> seen = threads.invokeAll(keepers);

            assertThat(seen.get(0).get()).isEqualTo(seen.get(1).get());
        }
        assertThat(openMultiparts()).isZero();
    }

    @Test
    void filesOfKilledProcessesAreRemovedAtTheNextStart() throws IOException {
        Files.write(uploads.resolve("left.tmp"), new byte[10]);

        S3ObjectStore.open(bucket, uploads).close();

        assertThat(waiting()).isEmpty();
    }

    @Test
    void filesThatNobodyHasWrittenToForADayAreRemoved() throws IOException {
        Path old = Files.write(uploads.resolve("old.tmp"), new byte[10]);
        Path young = Files.write(uploads.resolve("young.tmp"), new byte[10]);
        Files.setLastModifiedTime(
                old, FileTime.from(Instant.now().minus(Duration.ofHours(24).plusMinutes(1))));
        Files.setLastModifiedTime(
                young, FileTime.from(Instant.now().minus(Duration.ofHours(24).minusMinutes(1))));

        store.removeAbandoned(ObjectStore.ABANDONED_AFTER);

        assertThat(waiting()).containsExactly(young);
        Files.delete(young);
    }

    @Test
    void aListingGoesOnOverManyPages() throws IOException {
        List<ObjectKey> kept = new ArrayList<>();
        for (int i = 0; i < 2_100; i++) {
            ObjectKey key = new ObjectKey("git/0b54a1d2/%04d.pack".formatted(i));
            Path file = S3Server.shared().folderOf(bucket.bucket()).resolve(key.path());
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[] {1});
            kept.add(key);
        }

        assertThat(keys("git/")).containsExactlyInAnyOrderElementsOf(kept);
    }

    @Test
    void storesUnderDifferentPrefixesOfOneBucketAreStrangers(@TempDir Path elsewhere) throws IOException {
        Path root = S3Server.shared().folderOf(bucket.bucket());
        try (var one = S3ObjectStore.open(below("hub/one/"), elsewhere);
                var two = S3ObjectStore.open(below("hub/two/"), elsewhere);
                ObjectUpload upload = one.begin()) {
            upload.write(1);
            upload.keepAs(KEY);

            assertThat(bytesOf(one.find(KEY).orElseThrow())).containsExactly(1);
            assertThat(two.find(KEY)).isEmpty();
            two.each("", (key, _, _) -> assertThat(key).isNull());
            assertThat(root.resolve("hub/one/" + KEY.path())).hasBinaryContent(new byte[] {1});
        }
    }

    private S3Settings below(String prefix) {
        return new S3Settings(
                bucket.endpoint(), bucket.region(), bucket.bucket(), prefix, bucket.credentials(), Optional.empty());
    }

    @Test
    void aMissingObjectFailsAsAMissingFileDoes() throws IOException {
        StoredObject object = keep(KEY, new byte[] {1, 2, 3});
        store.delete(KEY);

        assertThatThrownBy(() -> object.read(0, 3).close()).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> object.open().close()).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aChannelReadsWhereverItStands() throws IOException {
        StoredObject object = keep(KEY, LARGE);
        var random = new Random(3);
        try (SeekableByteChannel channel = object.open()) {
            for (int i = 0; i < 50; i++) {
                int at = random.nextInt(LARGE.length);
                ByteBuffer part = ByteBuffer.allocate(1 + random.nextInt(5_000));
                channel.position(at);
                while (part.hasRemaining() && channel.read(part) >= 0) {
                    assertThat(channel.position()).isEqualTo(at + part.position());
                }
                assertThat(part.array()).startsWith(Arrays.copyOfRange(LARGE, at, at + part.position()));
            }
            assertThat(channel.position(LARGE.length).read(ByteBuffer.allocate(1)))
                    .isEqualTo(-1);
        }
    }

    private int openMultiparts() throws IOException {
        try (var requests = new S3Requests(bucket, Patience.USUAL)) {
            return requests.listUploads("", null).uploads().size();
        }
    }

    private List<Path> waiting() throws IOException {
        try (Stream<Path> files = Files.list(uploads)) {
            return files.toList();
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
