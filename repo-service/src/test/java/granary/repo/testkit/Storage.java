package granary.repo.testkit;

import granary.blob.ObjectStore;
import granary.blob.Sha256;
import granary.blob.content.ContentStore;
import granary.blob.content.Intake;
import granary.blob.content.Scope;
import granary.blob.content.XetContentStore;
import granary.blob.memory.MemoryObjectStore;
import granary.repo.Author;
import granary.repo.CommitBuilder;
import granary.repo.CommitId;
import granary.repo.NewRepository;
import granary.repo.RepoId;
import granary.repo.RepoPath;
import granary.repo.RepoType;
import granary.repo.Repository;
import granary.repo.RepositoryInfo;
import granary.repo.git.GitLimits;
import granary.repo.git.GitRepositories;
import granary.repo.transport.SmartHttpTransport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** The storage of a hub: the real parts, with objects in memory. */
public final class Storage implements AutoCloseable {
    public static final Author ALICE = new Author("alice", "alice@users.noreply.granary");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final DataSource source = TestDatabase.empty();
    private final JdbcClient jdbc = JdbcClient.create(source);
    private final ObjectStore objects;
    private final XetContentStore contents;
    private final GitRepositories repositories;

    public Storage() {
        this(GitLimits.defaults());
    }

    public Storage(GitLimits limits) {
        this(limits, new MemoryObjectStore());
    }

    public Storage(GitLimits limits, ObjectStore objects) {
        var transactions = new DataSourceTransactionManager(source);
        this.objects = objects;
        this.contents = new XetContentStore(objects, jdbc, transactions);
        this.repositories = new GitRepositories(jdbc, transactions, objects, contents, limits);
    }

    public GitRepositories repositories() {
        return repositories;
    }

    public ObjectStore objects() {
        return objects;
    }

    public ContentStore contents() {
        return contents;
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    public SmartHttpTransport transport() {
        return new SmartHttpTransport(repositories.storage(), contents);
    }

    /** A new, empty, public model of alice's. */
    public RepositoryInfo model() throws IOException {
        return create(RepoType.MODEL);
    }

    public RepositoryInfo create(RepoType type) throws IOException {
        RepoId id = new RepoId(type, "alice", "repo-" + NUMBER.incrementAndGet());
        return repositories.create(new NewRepository(id, false, ALICE, List.of()));
    }

    /** Commits text files to main, by path. */
    public CommitId commit(RepositoryInfo info, Map<String, String> files) throws IOException {
        try (Repository repository = repositories.open(info);
                CommitBuilder commit = repository.commitTo("main", ALICE)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                add(commit, file.getKey(), file.getValue());
            }
            return commit.commit("change " + files.keySet(), "", Optional.empty());
        }
    }

    /** Whether such a commit throws. */
    public boolean commitFails(RepositoryInfo info, Map<String, String> files) {
        try {
            commit(info, files);
            return false;
        } catch (IOException | RuntimeException failure) {
            return true;
        }
    }

    public static void add(CommitBuilder commit, String path, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        commit.addFile(new RepoPath(path), new ByteArrayInputStream(bytes), bytes.length);
    }

    /** Takes content in, as an LFS upload does. */
    public Sha256 takeIn(RepositoryInfo info, byte[] bytes) throws IOException {
        Scope scope = new Scope(info.key(), info.id().namespace());
        return contents.takeIn(new ByteArrayInputStream(bytes), Intake.undeclared(scope, bytes.length))
                .sha256();
    }

    /** How many packs are part of the repository. */
    public long packRows(RepositoryInfo info) {
        return jdbc.sql("select count(*) from git_pack where repository = ?")
                .param(info.key())
                .query(Long.class)
                .single();
    }

    /** The keys of what git stored for the repository. */
    public List<String> packObjects(RepositoryInfo info) throws IOException {
        List<String> keys = new ArrayList<>();
        objects.each("git/" + info.key() + "/", (key, _, _) -> keys.add(key.path()));
        return keys;
    }

    @Override
    public void close() {
        contents.close();
    }
}
