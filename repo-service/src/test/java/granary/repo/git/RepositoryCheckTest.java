package granary.repo.git;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.ObjectKey;
import granary.blob.ObjectUpload;
import granary.blob.Sha256;
import granary.repo.CommitBuilder;
import granary.repo.RepoPath;
import granary.repo.Repository;
import granary.repo.RepositoryInfo;
import granary.repo.git.RepositoryProblem.Kind;
import granary.repo.testkit.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RepositoryCheckTest {
    private final Storage storage = new Storage();

    @AfterEach
    void stop() {
        storage.close();
    }

    /** Remembers what was found. */
    private static final class Found implements RepositoryCheck.Findings {
        final List<RepositoryProblem> problems = new ArrayList<>();
        final List<ObjectKey> orphans = new ArrayList<>();

        @Override
        public void problem(RepositoryProblem problem) {
            problems.add(problem);
        }

        @Override
        public void orphan(ObjectKey key, long size, Instant storedAt) {
            orphans.add(key);
        }

        List<Kind> kinds() {
            return problems.stream().map(RepositoryProblem::kind).distinct().toList();
        }
    }

    private Found check(boolean deep) throws IOException {
        Found found = new Found();
        RepositoryCheck.Summary summary = storage.repositories().check().run(deep, found);
        assertThat(summary.problems()).isEqualTo(found.problems.size());
        assertThat(summary.orphans()).isEqualTo(found.orphans.size());
        return found;
    }

    private ObjectKey keyOf(RepositoryInfo info, String extension) throws IOException {
        return new ObjectKey(storage.packObjects(info).stream()
                .filter(key -> key.endsWith(extension))
                .findFirst()
                .orElseThrow());
    }

    private void put(ObjectKey key, byte[] bytes) throws IOException {
        storage.objects().delete(key);
        try (ObjectUpload upload = storage.objects().begin()) {
            upload.write(bytes);
            upload.keepAs(key);
        }
    }

    private byte[] bytesOf(ObjectKey key) throws IOException {
        var stored = storage.objects().find(key).orElseThrow();
        try (InputStream in = stored.read(0, stored.size())) {
            return in.readAllBytes();
        }
    }

    @Test
    void soundRepositoriesHaveNoProblems() throws IOException {
        RepositoryInfo info = storage.model();
        storage.model();
        Sha256 content = storage.takeIn(info, new byte[3000]);
        storage.commit(info, Map.of("a.txt", "a", "dir/b.txt", "b"));
        try (Repository repository = storage.repositories().open(info);
                CommitBuilder commit = repository.commitTo("main", Storage.ALICE)) {
            commit.addLfsFile(new RepoPath("model.bin"), content);
            commit.commit("weights", "", Optional.empty());
        }

        RepositoryCheck.Summary summary = storage.repositories().check().run(true, new NoFindings());

        assertThat(summary).isEqualTo(new RepositoryCheck.Summary(2, 8, 1, 0, 0));
    }

    @Test
    void aMissingPackIsFound() throws IOException {
        RepositoryInfo info = storage.model();
        storage.commit(info, Map.of("a.txt", "a"));
        storage.objects().delete(keyOf(info, ".idx"));

        assertThat(check(false).kinds()).contains(Kind.PACK_MISSING);
    }

    @Test
    void aShortPackIsFound() throws IOException {
        RepositoryInfo info = storage.model();
        storage.commit(info, Map.of("a.txt", "a"));
        ObjectKey key = keyOf(info, ".pack");
        put(key, new byte[10]);

        assertThat(check(false).kinds()).contains(Kind.PACK_SIZE_DIFFERS);
    }

    @Test
    void aChangedByteIsFoundByReadingEverything() throws IOException {
        RepositoryInfo info = storage.model();
        storage.commit(info, Map.of("a.txt", "some text that is long enough to be changed"));
        ObjectKey key = keyOf(info, ".pack");
        byte[] bytes = bytesOf(key);
        bytes[20]++;
        put(key, bytes);

        assertThat(check(true).kinds()).containsExactly(Kind.PACK_DAMAGED);
    }

    @Test
    void aMissingGitObjectIsFoundWithItsRef() throws IOException {
        RepositoryInfo info = storage.model();
        storage.commit(info, Map.of("a.txt", "a"));
        storage.commit(info, Map.of("b.txt", "b"));
        storage.jdbc()
                .sql("delete from git_pack where pack = (select pack from git_pack where repository = ?"
                        + " order by created_at limit 1)")
                .param(info.key())
                .update();

        Found found = check(false);

        assertThat(found.kinds()).containsExactly(Kind.GIT_OBJECT_MISSING);
        assertThat(found.problems.getFirst().sentence()).contains("refs/heads/main");
        assertThat(found.orphans).hasSize(2);
    }

    @Test
    void aPointerWithoutContentIsFound() throws IOException {
        RepositoryInfo info = storage.model();
        Sha256 content = storage.takeIn(info, new byte[3000]);
        try (Repository repository = storage.repositories().open(info);
                CommitBuilder commit = repository.commitTo("main", Storage.ALICE)) {
            commit.addLfsFile(new RepoPath("model.bin"), content);
            commit.commit("weights", "", Optional.empty());
        }
        storage.contents().unlinkAll(info.key());

        Found found = check(false);

        assertThat(found.kinds()).containsExactly(Kind.CONTENT_MISSING);
        assertThat(found.problems.getFirst().sentence()).contains(content.hex());
    }

    @Test
    void whatACrashLeftWithoutARowIsSweptAndNothingElse() throws IOException {
        RepositoryInfo info = storage.model();
        storage.commit(info, Map.of("a.txt", "a"));
        List<String> named = storage.packObjects(info);
        ObjectKey ofCrash = PackKeys.of(info.key(), UUID.randomUUID().toString(), "pack");
        ObjectKey ofDeleted = PackKeys.of(UUID.randomUUID(), UUID.randomUUID().toString(), "idx");
        put(ofCrash, new byte[100]);
        put(ofDeleted, new byte[50]);

        assertThat(check(false).orphans).containsExactlyInAnyOrder(ofCrash, ofDeleted);
        assertThat(storage.repositories().sweep().run(Duration.ofHours(24)).objects())
                .isZero();
        assertThat(storage.repositories().sweep().run(Duration.ofSeconds(-1))).isEqualTo(new PackSweep.Swept(2, 150));

        assertThat(storage.packObjects(info)).isEqualTo(named);
        assertThat(check(true).problems).isEmpty();
    }

    @Test
    void aReplacedPackIsSweptOnlyWhenNoReaderMayNeedIt() throws IOException {
        RepositoryInfo info = storage.model();
        storage.commit(info, Map.of("a.txt", "a"));
        storage.jdbc()
                .sql("update git_pack set replaced_at = now() where repository = ?")
                .param(info.key())
                .update();

        storage.repositories().sweep().run(Duration.ofHours(24));
        assertThat(storage.packObjects(info)).hasSize(2);
        storage.repositories().sweep().run(Duration.ofSeconds(-1));

        assertThat(storage.packObjects(info)).isEmpty();
        assertThat(storage.packRows(info)).isZero();
    }
}
