package granary.repo.git;

import java.util.List;
import java.util.UUID;
import org.eclipse.jgit.lib.CheckoutEntry;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.ReflogEntry;
import org.eclipse.jgit.lib.ReflogReader;
import org.jspecify.annotations.Nullable;

/** The history of one ref, newest first. */
record ReflogRows(Database database, UUID repository, String ref) implements ReflogReader {
    private static final int ENTRIES_MAX = 10_000;

    @Override
    public @Nullable ReflogEntry getLastEntry() {
        return getReverseEntry(0);
    }

    @Override
    public List<ReflogEntry> getReverseEntries() {
        return read(0, ENTRIES_MAX);
    }

    @Override
    public @Nullable ReflogEntry getReverseEntry(int number) {
        List<ReflogEntry> entries = read(number, 1);
        return entries.isEmpty() ? null : entries.getFirst();
    }

    @Override
    public List<ReflogEntry> getReverseEntries(int max) {
        return read(0, Math.min(max, ENTRIES_MAX));
    }

    private List<ReflogEntry> read(int skip, int limit) {
        return database.jdbc()
                .sql("""
                        select old_target, new_target, actor_name, actor_email, message, at from git_reflog
                        where repository = ? and ref = ? order by id desc offset ? limit ?
                        """)
                .params(repository, ref, skip, limit)
                .<ReflogEntry>query((row, _) -> new Entry(
                        ObjectId.fromString(row.getString("old_target")),
                        ObjectId.fromString(row.getString("new_target")),
                        new PersonIdent(
                                row.getString("actor_name"),
                                row.getString("actor_email"),
                                row.getTimestamp("at").toInstant(),
                                java.time.ZoneOffset.UTC),
                        row.getString("message")))
                .list();
    }

    private record Entry(ObjectId getOldId, ObjectId getNewId, PersonIdent getWho, String getComment)
            implements ReflogEntry {
        @Override
        public @Nullable CheckoutEntry parseCheckout() {
            return null;
        }
    }
}
