package granary.repo.git;

import java.io.InputStream;
import org.eclipse.jgit.internal.storage.dfs.DfsInserter;
import org.eclipse.jgit.internal.storage.dfs.DfsPackParser;

/** Adds objects to a repository; packs that arrive by push are read with limits. */
final class PackInserter extends DfsInserter {
    private final PackDatabase database;
    private final PackedRepository repository;

    PackInserter(PackDatabase database, PackedRepository repository) {
        super(database);
        this.database = database;
        this.repository = repository;
    }

    @Override
    public DfsPackParser newPackParser(InputStream in) {
        return new LimitedPackParser(database, this, in, repository);
    }
}
