package granary.repo.git;

import granary.repo.Author;
import granary.repo.NotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jgit.internal.storage.dfs.DfsPackDescription;
import org.eclipse.jgit.lib.Constants;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Moves refs: in one transaction the new packs become visible, the refs move by compare-and-set, and reflog and event are
 * written. Its first statement updates the repository's row, so changes of one repository come one after the other.
 */
final class RefTransaction {
    private final Database database;
    private final PackRows packs;

    RefTransaction(Database database) {
        this.database = database;
        this.packs = new PackRows(database);
    }

    /** Why a change was not made. */
    enum Refusal {
        MOVED("the ref moved meanwhile; fetch and try again"),
        NAME_CONFLICT("another ref's name is a folder of this one's, or the other way round"),
        ABORTED("nothing was changed, as another ref of this atomic push was refused");

        private final String sentence;

        Refusal(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    /** What to do: {@code atomic} means all or none. */
    record Request(
            UUID repository, Author actor, List<RefChange> changes, boolean atomic, List<DfsPackDescription> packs) {}

    /**
     * Whether the transaction was committed, and why which changes were not made.
     *
     * @param committed false when nothing at all was changed
     */
    record Outcome(boolean committed, Map<RefChange, Refusal> refused) {}

    /** {@code atCommit} runs when all is said and only the commit is left: a failure after it may mean that it is done. */
    Outcome apply(Request request, Runnable atCommit) {
        return database.transaction().execute(status -> {
            String defaultBranch = lock(request.repository());
            boolean branchless = !hasBranch(request.repository());
            Map<RefChange, Refusal> refused = move(request);
            boolean moved = refused.size() < request.changes().size() && !(request.atomic() && !refused.isEmpty());
            if (!moved) {
                status.setRollbackOnly();
                return new Outcome(false, aborted(request, refused));
            }
            List<RefChange> made = request.changes().stream()
                    .filter(change -> !refused.containsKey(change))
                    .toList();
            packs.insert(request.repository(), request.packs());
            writeReflog(request, made);
            writeEvent(request, made);
            if (branchless) {
                adoptDefaultBranch(request.repository(), defaultBranch, made);
            }
            atCommit.run();
            return new Outcome(true, refused);
        });
    }

    private static Map<RefChange, Refusal> aborted(Request request, Map<RefChange, Refusal> refused) {
        Map<RefChange, Refusal> all = new LinkedHashMap<>(refused);
        request.changes().forEach(change -> all.putIfAbsent(change, Refusal.ABORTED));
        return all;
    }

    /** The repository's default branch. Until the transaction ends, no other may change this repository. */
    String lock(UUID repository) {
        return database.jdbc()
                .sql("update repository set version = version + 1, updated_at = now() where key = ?"
                        + " returning default_branch")
                .param(repository)
                .query(String.class)
                .optional()
                .orElseThrow(NotFoundException::repository);
    }

    /** Deletes first: they may free names that others need. */
    private Map<RefChange, Refusal> move(Request request) {
        List<RefChange> ordered = new ArrayList<>(request.changes());
        ordered.sort(Comparator.comparing(change -> !change.isDelete()));
        Map<RefChange, Refusal> refused = new LinkedHashMap<>();
        for (RefChange change : ordered) {
            move(request.repository(), change).ifPresent(refusal -> refused.put(change, refusal));
        }
        return refused;
    }

    private Optional<Refusal> move(UUID repository, RefChange change) {
        if (change.from() == null) {
            return create(repository, change);
        }
        int rows = change.isDelete()
                ? database.jdbc()
                        .sql("delete from git_ref where repository = ? and name = ? and target = ?")
                        .params(repository, change.name(), change.from())
                        .update()
                : database.jdbc()
                        .sql(
                                "update git_ref set target = ?, peeled = ? where repository = ? and name = ? and target = ?")
                        .param(change.to())
                        .param(change.peeled())
                        .param(repository)
                        .param(change.name())
                        .param(change.from())
                        .update();
        return rows == 1 ? Optional.empty() : Optional.of(Refusal.MOVED);
    }

    private Optional<Refusal> create(UUID repository, RefChange change) {
        if (change.isDelete() || exists(repository, change.name())) {
            return Optional.of(Refusal.MOVED);
        }
        if (nameConflicts(repository, change.name())) {
            return Optional.of(Refusal.NAME_CONFLICT);
        }
        database.jdbc()
                .sql("insert into git_ref (repository, name, target, peeled) values (?, ?, ?, ?)")
                .param(repository)
                .param(change.name())
                .param(change.to())
                .param(change.peeled())
                .update();
        return Optional.empty();
    }

    private boolean exists(UUID repository, String name) {
        return database.jdbc()
                .sql("select exists (select from git_ref where repository = ? and name = ?)")
                .params(repository, name)
                .query(Boolean.class)
                .single();
    }

    /** Git keeps refs as files elsewhere, so no name may be another one's folder; '0' follows '/' in byte order. */
    private boolean nameConflicts(UUID repository, String name) {
        List<String> folders = new ArrayList<>();
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            folders.add(name.substring(0, slash));
        }
        return database.jdbc()
                .sql("""
                        select exists (select from git_ref where repository = ?
                        and (name = any(?) or (name > ? and name < ?)))
                        """)
                .param(repository)
                .param(new SqlArrayValue("text", folders.toArray()))
                .param(name + "/")
                .param(name + "0")
                .query(Boolean.class)
                .single();
    }

    private boolean hasBranch(UUID repository) {
        return database.jdbc()
                .sql("select exists (select from git_ref where repository = ? and name >= 'refs/heads/'"
                        + " and name < 'refs/heads0')")
                .param(repository)
                .query(Boolean.class)
                .single();
    }

    /** The first branches of a repository lack its default branch: people call theirs otherwise. Take the first. */
    private void adoptDefaultBranch(UUID repository, String defaultBranch, List<RefChange> made) {
        List<String> branches = made.stream()
                .map(RefChange::name)
                .filter(name -> name.startsWith(Constants.R_HEADS))
                .map(name -> name.substring(Constants.R_HEADS.length()))
                .toList();
        if (branches.isEmpty() || branches.contains(defaultBranch)) {
            return;
        }
        database.jdbc()
                .sql("update repository set default_branch = ? where key = ?")
                .params(branches.contains(Constants.MASTER) ? Constants.MASTER : branches.getFirst(), repository)
                .update();
    }

    private void writeReflog(Request request, List<RefChange> made) {
        database.jdbc()
                .sql("""
                        insert into git_reflog (repository, ref, old_target, new_target, actor_name, actor_email, message)
                        select ?, ref, old_target, new_target, ?, ?, message
                        from unnest(?, ?, ?, ?) as change (ref, old_target, new_target, message)
                        """)
                .param(request.repository())
                .param(request.actor().name())
                .param(request.actor().email())
                .param(texts(made, RefChange::name))
                .param(texts(made, RefChange::fromOrZeros))
                .param(texts(made, RefChange::toOrZeros))
                .param(texts(made, RefChange::message))
                .update();
    }

    private void writeEvent(Request request, List<RefChange> made) {
        database.jdbc()
                .sql("""
                        insert into repository_event (repository, kind, actor, payload)
                        select ?, 'refs_moved', ?, jsonb_build_object('refs', jsonb_agg(
                        jsonb_build_object('ref', ref, 'from', old_target, 'to', new_target)))
                        from unnest(?, ?, ?) as change (ref, old_target, new_target)
                        """)
                .param(request.repository())
                .param(request.actor().name())
                .param(texts(made, RefChange::name))
                .param(texts(made, RefChange::fromOrZeros))
                .param(texts(made, RefChange::toOrZeros))
                .update();
    }

    private static SqlArrayValue texts(List<RefChange> changes, java.util.function.Function<RefChange, String> part) {
        return new SqlArrayValue("text", changes.stream().map(part).toArray());
    }
}
