package granary.repo.git;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** When each pack was last read and found right, and which are known to be damaged. */
final class PackScrubRows {
    private static final int PAGE = 20;

    private final Database database;

    PackScrubRows(Database database) {
        this.database = database;
    }

    /** A pack and its files. */
    record ScrubbedPack(UUID repository, UUID pack, boolean isDamaged, List<PackFile> files) {}

    private record Due(ScrubbedPack pack, @Nullable Timestamp checkedAt) {
        boolean isDue(Instant before) {
            return checkedAt == null || checkedAt.toInstant().isBefore(before);
        }
    }

    /** When a time that ends now began, by the clock that the rows are stamped with. */
    Instant startOf(Duration age) {
        return database.jdbc()
                .sql("select now() - make_interval(secs => ?)")
                .param(age.toMillis() / 1000.0)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** Some that were not checked since an instant, those that wait for longest first, and without the first few. */
    List<ScrubbedPack> due(Instant before, int skip) {
        return database
                .jdbc()
                .sql("""
                        select * from git_pack where replaced_at is null and damaged_at is null
                        order by checked_at nulls first, pack limit ? offset ?
                        """)
                .params(PAGE, skip)
                .query((row, _) -> new Due(pack(row), row.getTimestamp("checked_at")))
                .list()
                .stream()
                .takeWhile(each -> each.isDue(before))
                .map(Due::pack)
                .toList();
    }

    /** Some that are damaged, and were not looked at again since an instant; those behind an id. */
    List<ScrubbedPack> damaged(Instant before, UUID after) {
        return database.jdbc()
                .sql("""
                        select * from git_pack where replaced_at is null and damaged_at is not null
                        and pack > ? and (checked_at is null or checked_at < ?) order by pack limit ?
                        """)
                .params(after, Timestamp.from(before), PAGE)
                .query((row, _) -> pack(row))
                .list();
    }

    /** It was read just now. */
    void checked(ScrubbedPack pack, boolean isDamaged) {
        database.jdbc().sql("""
                        update git_pack set checked_at = now(),
                        damaged_at = case when ? then coalesce(damaged_at, now()) end where pack = ?
                        """).params(isDamaged, pack.pack()).update();
    }

    boolean isThere(ScrubbedPack pack) {
        return database.jdbc()
                .sql("select exists (select from git_pack where pack = ? and replaced_at is null)")
                .param(pack.pack())
                .query(Boolean.class)
                .single();
    }

    List<DamagedPack> damaged(int limit) {
        return database.jdbc()
                .sql("""
                        select repository, pack, damaged_at from git_pack
                        where replaced_at is null and damaged_at is not null order by damaged_at, pack limit ?
                        """)
                .param(limit)
                .query((row, _) -> new DamagedPack(
                        row.getObject("repository", UUID.class),
                        row.getObject("pack", UUID.class),
                        row.getTimestamp("damaged_at").toInstant()))
                .list();
    }

    private static ScrubbedPack pack(ResultSet row) throws SQLException {
        UUID repository = row.getObject("repository", UUID.class);
        String pack = row.getString("pack");
        String[] extensions = (String[]) elements(row.getArray("extensions"));
        Long[] sizes = (Long[]) elements(row.getArray("sizes"));
        List<PackFile> files = new ArrayList<>();
        for (int i = 0; i < extensions.length; i++) {
            files.add(new PackFile(PackKeys.of(repository, pack, extensions[i]), extensions[i], sizes[i]));
        }
        return new ScrubbedPack(repository, UUID.fromString(pack), row.getObject("damaged_at") != null, files);
    }

    private static Object elements(Array array) throws SQLException {
        return array.getArray();
    }
}
