package granary.repo.git;

import granary.repo.RepositoryInfo;
import java.io.IOException;
import java.util.UUID;
import org.eclipse.jgit.internal.storage.dfs.DfsRepository;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryBuilder;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ReflogReader;
import org.eclipse.jgit.lib.StoredConfig;
import org.jspecify.annotations.Nullable;

/**
 * A repository as git's own code sees it, for one request: refs and packs are read once. Never share or keep one; what
 * another request changed meanwhile is not seen, and so no node has to be told of anything.
 */
public final class PackedRepository extends DfsRepository {
    private final RepositoryInfo info;
    private final GitLimits limits;
    private final PackDatabase packs;
    private final RefRows refs;
    private final DeltaBudget deltaBudget;

    PackedRepository(RepositoryInfo info, GitStorage storage) {
        super(new Builder()
                .setRepositoryDescription(
                        new DfsRepositoryDescription(info.key().toString())));
        this.info = info;
        this.limits = storage.limits();
        this.deltaBudget = storage.deltaBudget();
        configure(super.getConfig());
        this.packs = new PackDatabase(this, new PackRows(storage.database()), storage.objects());
        this.refs = new RefRows(this, storage.database());
    }

    /** Kept in memory only; set before the databases are made, as they read it (git-storage.md 5.10). */
    private static void configure(StoredConfig config) {
        config.setBoolean("uploadpack", null, "allowFilter", true);
        config.setBoolean("uploadpack", null, "allowReachableSHA1InWant", true);
        config.setBoolean("receive", null, "autogc", false);
        config.setBoolean("core", null, "multipackindex", false);
    }

    public RepositoryInfo info() {
        return info;
    }

    public GitLimits limits() {
        return limits;
    }

    DeltaBudget deltaBudget() {
        return deltaBudget;
    }

    UUID key() {
        return info.key();
    }

    @Override
    public PackDatabase getObjectDatabase() {
        return packs;
    }

    @Override
    public RefRows getRefDatabase() {
        return refs;
    }

    @Override
    public ReflogReader getReflogReader(String refName) throws IOException {
        return refs.reflogOf(refName);
    }

    @Override
    public String getGitwebDescription() {
        return "";
    }

    @Override
    public void setGitwebDescription(@Nullable String description) {
        throw new UnsupportedOperationException("a repository of the hub keeps no description in git");
    }

    String headTarget() {
        return Constants.R_HEADS + info.defaultBranch();
    }

    /** Deletes the packs of a request that moved no ref. */
    @Override
    public void close() {
        packs.discard();
        super.close();
    }

    private static final class Builder extends DfsRepositoryBuilder<Builder, PackedRepository> {
        @Override
        public PackedRepository build() {
            throw new UnsupportedOperationException("made by the constructor");
        }
    }
}
