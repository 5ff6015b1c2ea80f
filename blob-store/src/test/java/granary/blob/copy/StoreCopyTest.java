package granary.blob.copy;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectUpload;
import granary.blob.Sha256;
import granary.blob.StoredObject;
import granary.blob.local.LocalObjectStore;
import granary.blob.memory.MemoryObjectStore;
import granary.blob.s3.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCopyTest {
    private static final ObjectKey XORB = ObjectKey.xorb("ab".repeat(32));
    private static final ObjectKey PACK = new ObjectKey("git/0b54a1d2/7f21.pack");

    private final LocalObjectStore local;

    StoreCopyTest(@TempDir Path folder) throws IOException {
        this.local = new LocalObjectStore(folder.resolve("objects"));
    }

    @Test
    void aFolderMovesToABucketAndBack(@TempDir Path back) throws IOException {
        for (int i = 0; i < 30; i++) {
            keep(local, ObjectKey.xorb("%02x".formatted(i * 7).repeat(32)), random(i * 1_000));
        }
        keep(local, PACK, random(20_000_000));
        try (ObjectStore bucket = S3Server.shared().newStore()) {
            CopyReport there = copy(local, bucket, false);
            var again = new LocalObjectStore(back.resolve("objects"));
            CopyReport home = copy(bucket, again, false);

            assertThat(there.problems()).isEmpty();
            assertThat(there.copied()).isEqualTo(31);
            assertThat(there.copiedBytes()).isEqualTo(20_000_000 + 435_000);
            assertThat(home).isEqualTo(there);
            assertThat(contents(bucket)).isEqualTo(contents(local));
            assertThat(contents(again)).isEqualTo(contents(local));
        }
    }

    @Test
    void aCopyGoesOnWhereItEnded() throws IOException {
        var to = new MemoryObjectStore();
        keep(local, XORB, random(1_000));
        keep(local, PACK, random(2_000));
        keep(to, XORB, random(1_000));

        CopyReport report = copy(local, to, false);

        assertThat(report).isEqualTo(new CopyReport(1, 2_000, 1, 1_000, List.of()));
        assertThat(copy(local, to, true)).isEqualTo(new CopyReport(0, 0, 2, 3_000, List.of()));
    }

    @Test
    void whatIsThereWithAnotherSizeIsToldAndLeft() throws IOException {
        var to = new MemoryObjectStore();
        keep(local, XORB, random(1_000));
        keep(local, PACK, random(2_000));
        keep(to, XORB, random(999));

        CopyReport report = copy(local, to, false);

        assertThat(report.problems())
                .containsExactly(new CopyReport.Problem(XORB.path(), "has 1000 bytes, and 999 there"));
        assertThat(report.copied()).isOne();
        assertThat(to.find(XORB).orElseThrow().size()).isEqualTo(999);
    }

    @Test
    void otherBytesOfTheSameSizeAreToldWhenVerifying() throws IOException {
        var to = new MemoryObjectStore();
        keep(local, XORB, new byte[] {1});
        keep(to, XORB, new byte[] {2});

        assertThat(copy(local, to, false).problems()).isEmpty();
        assertThat(copy(local, to, true).problems())
                .containsExactly(new CopyReport.Problem(XORB.path(), "has other bytes there"));
    }

    /** As when another hub keeps an object of that key between the look and the copy. */
    @Test
    void aCopyThatDoesNotReadBackIsTold() throws IOException {
        keep(local, XORB, random(1_000));
        var taken = new MemoryObjectStore();
        keep(taken, XORB, new byte[1_000]);

        CopyReport report = copy(local, new Seen(taken, object -> Optional.empty()), false);

        assertThat(report.copied()).isZero();
        assertThat(report.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo(XORB.path());
            assertThat(problem.message()).contains("does not read back");
        });
    }

    @Test
    void oneUnreadableObjectDoesNotStopTheOthersAndManyDo() throws IOException {
        for (int i = 0; i < 100; i++) {
            keep(local, new ObjectKey("git/0b54a1d2/%03d.pack".formatted(i)), random(10));
        }

        CopyReport one = copy(unreadable("007"), new MemoryObjectStore(), false);
        CopyReport all = copy(unreadable(""), new MemoryObjectStore(), false);

        assertThat(one.copied()).isEqualTo(99);
        assertThat(one.problems())
                .containsExactly(new CopyReport.Problem("git/0b54a1d2/007.pack", "Input/output error"));
        assertThat(all.copied()).isZero();
        assertThat(all.problems()).hasSize(20);
    }

    @Test
    void whatIsDeletedMeanwhileIsPassedOver() throws IOException {
        keep(local, XORB, random(1_000));
        keep(local, PACK, random(2_000));
        var shrinking = new Seen(local, object -> object.key().equals(XORB) ? Optional.empty() : Optional.of(object));

        assertThat(copy(shrinking, new MemoryObjectStore(), false))
                .isEqualTo(new CopyReport(1, 2_000, 0, 0, List.of()));
    }

    /** The local store, where objects with this in their key cannot be read. */
    private Seen unreadable(String part) {
        return new Seen(
                local, object -> Optional.of(object.key().path().contains(part) ? new Unreadable(object) : object));
    }

    /** A store, of which lookers-up see something else. */
    private record Seen(ObjectStore store, Function<StoredObject, Optional<StoredObject>> view) implements ObjectStore {
        @Override
        public Optional<StoredObject> find(ObjectKey key) throws IOException {
            return store.find(key).flatMap(view);
        }

        @Override
        public ObjectUpload begin() throws IOException {
            return store.begin();
        }

        @Override
        public void delete(ObjectKey key) throws IOException {
            store.delete(key);
        }

        @Override
        public void each(String prefix, Visitor visitor) throws IOException {
            store.each(prefix, visitor);
        }

        @Override
        public void removeAbandoned(Duration olderThan) throws IOException {
            store.removeAbandoned(olderThan);
        }
    }

    /** An object on a bad sector. */
    private record Unreadable(StoredObject object) implements StoredObject {
        @Override
        public ObjectKey key() {
            return object.key();
        }

        @Override
        public long size() {
            return object.size();
        }

        @Override
        public SeekableByteChannel open() throws IOException {
            throw new IOException("Input/output error");
        }

        @Override
        public InputStream read(long offset, long length) throws IOException {
            throw new IOException("Input/output error");
        }
    }

    @Test
    void progressIsToldObjectByObject() throws IOException {
        keep(local, XORB, random(1_000));
        keep(local, PACK, random(2_000));
        List<Long> told = Collections.synchronizedList(new ArrayList<>());

        new StoreCopy(local, new MemoryObjectStore(), false, report -> told.add(report.copied())).run();

        assertThat(told).containsExactly(1L, 2L);
    }

    private static CopyReport copy(ObjectStore from, ObjectStore to, boolean verify) throws IOException {
        return new StoreCopy(from, to, verify, report -> {}).run();
    }

    private static void keep(ObjectStore store, ObjectKey key, byte[] bytes) throws IOException {
        try (ObjectUpload upload = store.begin()) {
            upload.write(bytes);
            upload.keepAs(key);
        }
    }

    private static Map<String, String> contents(ObjectStore store) throws IOException {
        var all = new TreeMap<String, String>();
        store.each("", (key, size, storedAt) -> {
            try (InputStream in = store.find(key).orElseThrow().read(0, size)) {
                all.put(
                        key.path(),
                        Sha256.of(Sha256.newDigest().digest(in.readAllBytes())).hex());
            }
        });
        return all;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
