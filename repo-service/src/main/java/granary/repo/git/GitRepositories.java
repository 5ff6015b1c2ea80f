package granary.repo.git;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.content.ContentStore;
import granary.repo.Author;
import granary.repo.CommitBuilder;
import granary.repo.ConflictException;
import granary.repo.NewRepository;
import granary.repo.NotFoundException;
import granary.repo.RepoId;
import granary.repo.Repositories;
import granary.repo.Repository;
import granary.repo.RepositoryInfo;
import granary.repo.RepositoryQuery;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Every repository of the hub: rows in PostgreSQL, packs in the object store, large files in the content store. */
public final class GitRepositories implements Repositories {
    private static final String DEFAULT_BRANCH = "main";

    private final Database database;
    private final RepositoryTable table;
    private final ObjectStore objects;
    private final ContentStore contents;
    private final GitStorage storage;

    public GitRepositories(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ObjectStore objects,
            ContentStore contents,
            GitLimits limits) {
        this.database = new Database(jdbc, transactions);
        this.table = new RepositoryTable(database);
        this.objects = objects;
        this.contents = contents;
        this.storage = new GitStorage(database, objects, limits);
    }

    /** What git's transport opens repositories with. */
    public GitStorage storage() {
        return storage;
    }

    /** Compares what is stored, over all repositories. */
    public RepositoryCheck check() {
        return new RepositoryCheck(database, objects, contents, storage);
    }

    /**
     * Reads packs again, and compares them with their checksums.
     *
     * @param second another store that holds copies of this one's objects, under the same keys
     */
    public PackScrub scrub(Optional<ObjectStore> second) {
        return new PackScrub(database, objects, second);
    }

    /** Deletes packs that nothing names. */
    public PackSweep sweep() {
        return new PackSweep(database, objects);
    }

    @Override
    public RepositoryInfo create(NewRepository repository) throws IOException {
        return Transactions.call(database, () -> {
            RepositoryInfo info = table.insert(repository, DEFAULT_BRANCH).orElseThrow(() -> taken(repository.id()));
            table.writeEvent(info.key(), "created", repository.creator().name(), info.id());
            commitFiles(info, repository);
            return info;
        });
    }

    private static ConflictException taken(RepoId id) {
        return new ConflictException(
                ConflictException.Kind.NAME_TAKEN,
                "A %s repository called %s already exists".formatted(id.type().singular(), id.path()));
    }

    private void commitFiles(RepositoryInfo info, NewRepository repository) throws IOException {
        if (repository.files().isEmpty()) {
            return;
        }
        try (Repository open = open(info);
                CommitBuilder commit = open.commitTo(info.defaultBranch(), repository.creator())) {
            for (NewRepository.InitialFile file : repository.files()) {
                byte[] bytes = file.text().getBytes(StandardCharsets.UTF_8);
                commit.addFile(file.path(), new ByteArrayInputStream(bytes), bytes.length);
            }
            commit.commit("initial commit", "", Optional.empty());
        }
    }

    @Override
    public Optional<RepositoryInfo> find(RepoId id) {
        return table.find(id);
    }

    @Override
    public Optional<RepositoryInfo> find(UUID key) {
        return table.find(key);
    }

    @Override
    public Map<UUID, RepositoryInfo> findAll(Set<UUID> keys) {
        return table.findAll(keys);
    }

    @Override
    public long packBytes(Set<UUID> keys) {
        return new PackRows(database).bytes(keys);
    }

    @Override
    public Repository open(RepositoryInfo repository) throws IOException {
        return new OpenRepository(storage.open(repository), contents, database);
    }

    /** Rows first, in one transaction; bytes after it. What a crash leaves in between has no row, and is swept. */
    @Override
    public void delete(UUID key, Author actor) throws IOException {
        database.transaction().executeWithoutResult(_ -> {
            RepositoryInfo info = table.find(key).orElseThrow(NotFoundException::repository);
            table.delete(key);
            contents.unlinkAll(key);
            table.writeEvent(key, "deleted", actor.name(), info.id());
        });
        List<ObjectKey> stored = new ArrayList<>();
        objects.each(PackKeys.prefixOf(key), (object, _, _) -> stored.add(object));
        for (ObjectKey object : stored) {
            objects.delete(object);
        }
    }

    @Override
    public List<RepositoryInfo> list(RepositoryQuery query) {
        return table.list(query);
    }

    @Override
    public long count(RepositoryQuery query) {
        return table.count(query);
    }
}
