package granary.repo.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.blob.Sha256;
import granary.repo.Author;
import granary.repo.ConflictException;
import granary.repo.NewRepository;
import granary.repo.NotFoundException;
import granary.repo.RepoId;
import granary.repo.RepoPath;
import granary.repo.RepoType;
import granary.repo.Repository;
import granary.repo.RepositoryInfo;
import granary.repo.RepositoryQuery;
import granary.repo.RepositoryQuery.Sort;
import granary.repo.RepositoryQuery.Viewer;
import granary.repo.Revision;
import granary.repo.testkit.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GitRepositoriesTest {
    private static final Author KEEPER = new Author("keeper", "keeper@example.org");

    private final Storage storage = new Storage();

    @AfterEach
    void stop() {
        storage.close();
    }

    private RepositoryInfo create(RepoType type, String namespace, String name, boolean isPrivate) throws IOException {
        RepoId id = new RepoId(type, namespace, name);
        return storage.repositories().create(new NewRepository(id, isPrivate, Storage.ALICE, List.of()));
    }

    @Test
    void aRepositoryStartsWithItsInitialCommit() throws IOException {
        RepoId id = new RepoId(RepoType.MODEL, "Alice", "Llama");
        List<NewRepository.InitialFile> files = List.of(
                new NewRepository.InitialFile(new RepoPath(".gitattributes"), "*.bin filter=lfs\n"),
                new NewRepository.InitialFile(new RepoPath("README.md"), "---\nlicense: mit\n---\n"));

        RepositoryInfo info = storage.repositories().create(new NewRepository(id, true, Storage.ALICE, files));

        assertThat(storage.repositories().find(id)).map(RepositoryInfo::key).contains(info.key());
        assertThat(info.isPrivate()).isTrue();
        try (Repository repository = storage.repositories().open(info)) {
            var head = repository.resolve(Revision.MAIN);
            assertThat(repository.commit(head).title()).isEqualTo("initial commit");
            assertThat(repository
                            .tree(head, RepoPath.ROOT, true, Optional.empty(), 10)
                            .entries())
                    .hasSize(2);
        }
    }

    @Test
    void idsKeepTheirCaseAndCompareWithoutIt() throws IOException {
        RepositoryInfo info = create(RepoType.MODEL, "Alice", "Llama-3", false);

        RepoId other = new RepoId(RepoType.MODEL, "aLICE", "lLAMA-3");

        assertThat(storage.repositories().find(other).orElseThrow().id()).isEqualTo(info.id());
        assertThatThrownBy(() -> create(RepoType.MODEL, "alice", "llama-3", false))
                .isInstanceOfSatisfying(
                        ConflictException.class, e -> assertThat(e.kind()).isEqualTo(ConflictException.Kind.NAME_TAKEN))
                .hasMessage("A model repository called alice/llama-3 already exists");
        assertThat(create(RepoType.DATASET, "alice", "llama-3", false)).isNotNull();
    }

    @Test
    void aRepositoryThatCannotBeFilledIsNotMade() throws IOException {
        RepoId id = new RepoId(RepoType.MODEL, "alice", "broken");
        List<NewRepository.InitialFile> files =
                List.of(new NewRepository.InitialFile(new RepoPath("a/.GIT/config"), "x"));

        assertThatThrownBy(() -> storage.repositories().create(new NewRepository(id, false, Storage.ALICE, files)))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(storage.repositories().find(id)).isEmpty();
    }

    @Test
    void listsShowWhatTheViewerMaySee() throws IOException {
        create(RepoType.MODEL, "alice", "open", false);
        create(RepoType.MODEL, "alice", "hidden", true);
        create(RepoType.DATASET, "bob", "hidden-data", true);
        create(RepoType.DATASET, "bob", "Data", false);

        assertThat(names(new Viewer.Everything(), Set.of(), Optional.empty()))
                .containsExactly("alice/hidden", "alice/open", "bob/Data", "bob/hidden-data");
        assertThat(names(new Viewer.Member(true, Set.of()), Set.of(), Optional.empty()))
                .containsExactly("alice/open", "bob/Data");
        assertThat(names(new Viewer.Member(true, Set.of("BOB")), Set.of(), Optional.empty()))
                .containsExactly("alice/open", "bob/Data", "bob/hidden-data");
        assertThat(names(new Viewer.Member(false, Set.of("bob")), Set.of(), Optional.empty()))
                .containsExactly("bob/Data", "bob/hidden-data");
        assertThat(names(new Viewer.Everything(), Set.of(RepoType.MODEL), Optional.of("ALICE")))
                .containsExactly("alice/hidden", "alice/open");
        assertThat(names(new Viewer.Everything(), Set.of(), Optional.empty(), "DATA", "bob/"))
                .containsExactly("bob/Data", "bob/hidden-data");
        assertThat(names(new Viewer.Everything(), Set.of(), Optional.empty(), "a%a"))
                .isEmpty();
    }

    private List<String> names(Viewer viewer, Set<RepoType> types, Optional<String> namespace, String... search) {
        RepositoryQuery query = new RepositoryQuery(types, namespace, List.of(search), viewer, Sort.NAME, 0, 10);
        List<String> names = storage.repositories().list(query).stream()
                .map(info -> info.id().path())
                .toList();
        assertThat(storage.repositories().count(query)).isEqualTo(names.size());
        return names;
    }

    @Test
    void theNewestChangeComesFirst() throws IOException {
        RepositoryInfo first = create(RepoType.MODEL, "alice", "first", false);
        RepositoryInfo second = create(RepoType.MODEL, "alice", "second", false);
        storage.commit(first, Map.of("a.txt", "a"));

        RepositoryQuery query =
                new RepositoryQuery(Set.of(), Optional.empty(), List.of(), new Viewer.Everything(), Sort.UPDATED, 0, 1);

        assertThat(storage.repositories().list(query))
                .extracting(RepositoryInfo::key)
                .containsExactly(first.key());
        assertThat(storage.repositories().count(query)).isEqualTo(2);
        assertThat(storage.repositories()
                        .list(new RepositoryQuery(
                                Set.of(), Optional.empty(), List.of(), new Viewer.Everything(), Sort.CREATED, 0, 1)))
                .extracting(RepositoryInfo::key)
                .containsExactly(second.key());
    }

    @Test
    void aDeletedRepositoryLeavesNeitherRowsNorObjectsNorContent() throws IOException {
        RepositoryInfo info = storage.model();
        storage.commit(info, Map.of("a.txt", "a"));
        Sha256 content = storage.takeIn(info, new byte[1000]);

        storage.repositories().delete(info.key(), KEEPER);

        assertThat(storage.repositories().find(info.id())).isEmpty();
        assertThat(storage.packRows(info)).isZero();
        assertThat(storage.packObjects(info)).isEmpty();
        assertThat(storage.contents().find(info.key(), content)).isEmpty();
        assertThatThrownBy(() -> storage.repositories().delete(info.key(), KEEPER))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> storage.repositories().delete(UUID.randomUUID(), KEEPER))
                .isInstanceOf(NotFoundException.class);
        assertThat(storage.jdbc()
                        .sql("select kind from repository_event where repository = ? order by id")
                        .param(info.key())
                        .query(String.class)
                        .list())
                .containsExactly("created", "refs_moved", "deleted");
        assertThat(storage.jdbc()
                        .sql("select actor from repository_event where repository = ? and kind = 'deleted'")
                        .param(info.key())
                        .query(String.class)
                        .single())
                .isEqualTo("keeper");
    }

    @Test
    void aDeletedRepositorysNameIsFree() throws IOException {
        RepositoryInfo old = create(RepoType.MODEL, "alice", "again", false);
        storage.commit(old, Map.of("secret.txt", "secret"));
        storage.repositories().delete(old.key(), KEEPER);

        RepositoryInfo info = create(RepoType.MODEL, "alice", "again", false);

        try (Repository repository = storage.repositories().open(info)) {
            assertThat(info.key()).isNotEqualTo(old.key());
            assertThat(repository.refs().branches()).isEmpty();
            assertThat(repository.find(Revision.MAIN)).isEmpty();
        }
    }
}
