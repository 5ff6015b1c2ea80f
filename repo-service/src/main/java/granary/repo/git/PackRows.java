package granary.repo.git;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.jgit.internal.storage.dfs.DfsObjDatabase.PackSource;
import org.eclipse.jgit.internal.storage.dfs.DfsPackDescription;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.pack.PackExt;
import org.springframework.jdbc.support.SqlArrayValue;

/** The table of packs: a pack is part of its repository from the moment its row is committed. */
final class PackRows {
    private final Database database;

    PackRows(Database database) {
        this.database = database;
    }

    List<DfsPackDescription> live(UUID repository, DfsRepositoryDescription description) {
        return database.jdbc()
                .sql("""
                        select pack, source, created_at, objects, deltas, index_version, extensions, sizes, block_sizes
                        from git_pack where repository = ? and replaced_at is null
                        """)
                .param(repository)
                .query((row, _) -> read(row, description))
                .list();
    }

    /** Must run in the transaction that moves the refs. */
    void insert(UUID repository, Collection<DfsPackDescription> packs) {
        for (DfsPackDescription pack : packs) {
            insert(repository, pack);
        }
    }

    /** Those of the packs that have a row, live or replaced. */
    Set<UUID> named(Collection<UUID> packs) {
        return new HashSet<>(database.jdbc()
                .sql("select pack from git_pack where pack = any(?)")
                .param(new SqlArrayValue("uuid", packs.toArray()))
                .query(UUID.class)
                .list());
    }

    /** Bytes of all files of the repositories' packs. */
    long bytes(Collection<UUID> repositories) {
        return database.jdbc()
                .sql("""
                        select coalesce(sum(size), 0) from git_pack cross join lateral unnest(sizes) as size
                        where repository = any(?) and replaced_at is null
                        """)
                .param(new SqlArrayValue("uuid", repositories.toArray()))
                .query(Long.class)
                .single();
    }

    /** Forgets packs that were replaced before {@code before}; their files are orphans from then on. */
    void deleteReplaced(Instant before) {
        database.jdbc()
                .sql("delete from git_pack where replaced_at < ?")
                .param(Timestamp.from(before))
                .update();
    }

    private void insert(UUID repository, DfsPackDescription pack) {
        List<PackExt> stored = new ArrayList<>();
        for (PackExt extension : PackExt.values()) {
            if (pack.hasFileExt(extension)) {
                stored.add(extension);
            }
        }
        database.jdbc()
                .sql("""
                        insert into git_pack (repository, pack, source, created_at, objects, deltas, index_version,
                        extensions, sizes, block_sizes) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(repository)
                .param(UUID.fromString(pack.getPackName()))
                .param(pack.getPackSource().name())
                .param(new Timestamp(pack.getLastModified()))
                .param(pack.getObjectCount())
                .param(pack.getDeltaCount())
                .param(pack.getIndexVersion())
                .param(new SqlArrayValue(
                        "text", stored.stream().map(PackExt::getExtension).toArray()))
                .param(new SqlArrayValue(
                        "bigint", stored.stream().map(pack::getFileSize).toArray()))
                .param(new SqlArrayValue(
                        "int", stored.stream().map(pack::getBlockSize).toArray()))
                .update();
    }

    /** Everything a reader asks of a pack comes from its row (git-storage.md 5.6). */
    private static DfsPackDescription read(ResultSet row, DfsRepositoryDescription description) throws SQLException {
        DfsPackDescription pack =
                new DfsPackDescription(description, row.getString("pack"), PackSource.valueOf(row.getString("source")));
        pack.setLastModified(row.getTimestamp("created_at").getTime());
        pack.setObjectCount(row.getLong("objects"));
        pack.setDeltaCount(row.getLong("deltas"));
        pack.setIndexVersion(row.getInt("index_version"));
        String[] extensions = (String[]) elements(row.getArray("extensions"));
        Long[] sizes = (Long[]) elements(row.getArray("sizes"));
        Integer[] blockSizes = (Integer[]) elements(row.getArray("block_sizes"));
        for (int i = 0; i < extensions.length; i++) {
            PackExt extension = extensionOf(extensions[i]);
            pack.addFileExt(extension);
            pack.setFileSize(extension, sizes[i]);
            pack.setBlockSize(extension, blockSizes[i]);
        }
        return pack;
    }

    private static Object elements(Array array) throws SQLException {
        return array.getArray();
    }

    private static PackExt extensionOf(String text) {
        for (PackExt extension : PackExt.values()) {
            if (extension.getExtension().equals(text)) {
                return extension;
            }
        }
        throw new IllegalStateException("a pack row has a file of unknown kind: '%s'".formatted(text));
    }
}
