package granary.repo.git;

import granary.repo.Author;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.dfs.DfsRefDatabase;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefRename;
import org.eclipse.jgit.lib.ReflogReader;
import org.eclipse.jgit.lib.SymbolicRef;
import org.eclipse.jgit.util.RefList;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.TransactionException;

/** The refs of one repository: rows, plus {@code HEAD}, which names the default branch. */
final class RefRows extends DfsRefDatabase {
    private final PackedRepository repository;
    private final Database database;
    private final RefTransaction transaction;

    RefRows(PackedRepository repository, Database database) {
        super(repository);
        this.repository = repository;
        this.database = database;
        this.transaction = new RefTransaction(database);
    }

    @Override
    protected RefCache scanAllRefs() throws IOException {
        RefList.Builder<Ref> ids = new RefList.Builder<>();
        RefList.Builder<Ref> symbolic = new RefList.Builder<>();
        Ref head = new SymbolicRef(
                Constants.HEAD, new ObjectIdRef.Unpeeled(Ref.Storage.NEW, repository.headTarget(), null));
        ids.add(head);
        symbolic.add(head);
        try {
            rows().forEach(ids::add);
        } catch (DataAccessException e) {
            throw new IOException("cannot read the refs", e);
        }
        ids.sort();
        return new RefCache(ids.toRefList(), symbolic.toRefList());
    }

    private List<Ref> rows() {
        return database.jdbc()
                .sql("select name, target, peeled from git_ref where repository = ?")
                .param(repository.key())
                .query((row, _) -> refOf(row.getString("name"), row.getString("target"), row.getString("peeled")))
                .list();
    }

    /** Where the first of these refs that exists is now. Reads its row alone, where git reads all refs once. */
    Optional<ObjectId> firstTarget(List<String> names) throws IOException {
        try {
            return database.jdbc()
                    .sql("""
                            select target from git_ref where repository = ? and name = any(?)
                            order by array_position(?, name) limit 1
                            """)
                    .params(repository.key(), texts(names), texts(names))
                    .query((row, _) -> ObjectId.fromString(row.getString("target")))
                    .optional();
        } catch (DataAccessException e) {
            throw new IOException("cannot read the refs", e);
        }
    }

    private static SqlArrayValue texts(List<String> values) {
        return new SqlArrayValue("text", values.toArray());
    }

    /** Whether a ref is at this commit now. */
    boolean isAt(ObjectId commit) throws IOException {
        try {
            return database.jdbc()
                    .sql("select exists (select from git_ref where repository = ? and target = ?)")
                    .params(repository.key(), commit.name())
                    .query(Boolean.class)
                    .single();
        } catch (DataAccessException e) {
            throw new IOException("cannot read the refs", e);
        }
    }

    private static Ref refOf(String name, String target, @Nullable String peeled) {
        ObjectId id = ObjectId.fromString(target);
        return peeled == null
                ? new ObjectIdRef.PeeledNonTag(Ref.Storage.PACKED, name, id)
                : new ObjectIdRef.PeeledTag(Ref.Storage.PACKED, name, id, ObjectId.fromString(peeled));
    }

    @Override
    public BatchRefUpdate newBatchUpdate() {
        return new RefBatch(this, repository);
    }

    @Override
    public boolean performsAtomicTransactions() {
        return true;
    }

    @Override
    public RefRename newRename(String from, String to) {
        throw new UnsupportedOperationException("a rename is a delete and a create of one batch");
    }

    /** Peeled ids are kept with the refs, so there is nothing to remember; writing here would make readers write. */
    @Override
    protected void cachePeeledState(Ref before, Ref after) {}

    @Override
    protected boolean compareAndPut(Ref before, Ref after) throws IOException {
        if (after.isSymbolic()) {
            throw new UnsupportedOperationException("HEAD follows the repository's default branch");
        }
        ObjectId peeled = after.getPeeledObjectId();
        return change(new RefChange(
                after.getName(), nameOf(before.getObjectId()), nameOf(after.getObjectId()), nameOf(peeled), "update"));
    }

    @Override
    protected boolean compareAndRemove(Ref before) throws IOException {
        return change(new RefChange(before.getName(), nameOf(before.getObjectId()), null, null, "delete"));
    }

    private boolean change(RefChange change) throws IOException {
        Author actor = new Author("granary", "");
        return apply(actor, List.of(change), true).refused().isEmpty();
    }

    /** Moves refs, and makes the packs that this request stored part of the repository. */
    RefTransaction.Outcome apply(Author actor, List<RefChange> changes, boolean atomic) throws IOException {
        PackDatabase packs = repository.getObjectDatabase();
        boolean[] atCommit = {false};
        try {
            RefTransaction.Outcome outcome = transaction.apply(
                    new RefTransaction.Request(repository.key(), actor, changes, atomic, packs.pending()),
                    () -> atCommit[0] = true);
            if (outcome.committed()) {
                packs.release();
                repository.scanForRepoChanges();
            }
            return outcome;
        } catch (DataAccessException | TransactionException e) {
            if (atCommit[0]) {
                packs.release();
            }
            throw new IOException("the refs could not be written", e);
        }
    }

    ReflogReader reflogOf(String ref) {
        return new ReflogRows(database, repository.key(), ref);
    }

    @Override
    public ReflogReader getReflogReader(Ref ref) {
        return reflogOf(ref.getName());
    }

    /** Every ref but {@code HEAD}. */
    Map<String, Ref> named() throws IOException {
        return getRefs(Constants.R_REFS);
    }

    static @Nullable String nameOf(@Nullable ObjectId id) {
        return id == null || ObjectId.zeroId().equals(id) ? null : id.name();
    }

    static Author authorOf(@Nullable PersonIdent ident) {
        return ident == null ? new Author("granary", "") : new Author(ident.getName(), ident.getEmailAddress());
    }
}
