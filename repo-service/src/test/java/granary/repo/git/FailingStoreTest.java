package granary.repo.git;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectUpload;
import granary.blob.StorageFullException;
import granary.blob.StoredObject;
import granary.blob.memory.MemoryObjectStore;
import granary.repo.CommitId;
import granary.repo.Repository;
import granary.repo.RepositoryInfo;
import granary.repo.Revision;
import granary.repo.testkit.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An object store that fails at each step of a commit in turn: no row without its object, no change half made. */
class FailingStoreTest {
    private final Failing objects = new Failing();
    private final Storage storage = new Storage(GitLimits.defaults(), objects);

    @AfterEach
    void stop() {
        storage.close();
    }

    private Optional<CommitId> head(RepositoryInfo info) throws IOException {
        try (Repository repository = storage.repositories().open(info)) {
            return repository.find(Revision.MAIN);
        }
    }

    @Test
    void aFailureAtAnyStepOfACommitLeavesTheRepositoryAsItWas() throws IOException {
        RepositoryInfo info = storage.model();
        CommitId before = storage.commit(info, Map.of("a.txt", "a"));
        int failures = 0;
        for (int step = 0; ; step++) {
            objects.failAt = step;
            if (!storage.commitFails(info, Map.of("b.txt", "step " + step))) {
                break;
            }
            failures++;
            objects.failAt = -1;
            assertThat(head(info)).contains(before);
            assertThat(storage.packRows(info)).isOne();
            assertThat(storage.packObjects(info)).hasSize(2);
        }

        assertThat(failures).isGreaterThanOrEqualTo(6);
        objects.failAt = -1;
        assertThat(head(info)).isPresent().isNotEqualTo(Optional.of(before));
        assertThat(storage.repositories().check().run(true, new NoFindings()).problems())
                .isZero();
    }

    @Test
    void whatCannotBeDeletedAtOnceIsSweptLater() throws IOException {
        RepositoryInfo info = storage.model();
        objects.deleteFails = true;
        objects.failAt = 4;
        assertThat(storage.commitFails(info, Map.of("b.txt", "b"))).isTrue();
        objects.failAt = -1;
        objects.deleteFails = false;

        assertThat(storage.packObjects(info)).isNotEmpty();
        storage.repositories().sweep().run(java.time.Duration.ofSeconds(-1));

        assertThat(storage.packObjects(info)).isEmpty();
    }

    /** Counts the steps that write, and fails at one of them. */
    private static final class Failing implements ObjectStore {
        private final ObjectStore store = new MemoryObjectStore();
        private int failAt = -1;
        private boolean deleteFails;

        private void step() throws IOException {
            if (failAt == 0) {
                throw new StorageFullException("no room, as this test wants it", new IOException("full"));
            }
            failAt--;
        }

        @Override
        public Optional<StoredObject> find(ObjectKey key) throws IOException {
            return store.find(key);
        }

        @Override
        public ObjectUpload begin() throws IOException {
            step();
            return new FailingUpload(store.begin());
        }

        @Override
        public void delete(ObjectKey key) throws IOException {
            if (deleteFails) {
                throw new IOException("cannot delete, as this test wants it");
            }
            store.delete(key);
        }

        @Override
        public void removeAbandoned(Duration olderThan) throws IOException {
            store.removeAbandoned(olderThan);
        }

        @Override
        public void each(String prefix, Visitor visitor) throws IOException {
            store.each(prefix, visitor);
        }

        private final class FailingUpload extends ObjectUpload {
            private final ObjectUpload upload;

            FailingUpload(ObjectUpload upload) {
                this.upload = upload;
            }

            @Override
            public long size() {
                return upload.size();
            }

            @Override
            public int readBack(long position, ByteBuffer target) throws IOException {
                return upload.readBack(position, target);
            }

            @Override
            public void seal() throws IOException {
                upload.seal();
            }

            @Override
            public StoredObject keepAs(ObjectKey key) throws IOException {
                step();
                return upload.keepAs(key);
            }

            @Override
            public void write(int value) throws IOException {
                upload.write(value);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                step();
                upload.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                upload.close();
            }
        }
    }
}
