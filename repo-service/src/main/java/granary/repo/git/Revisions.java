package granary.repo.git;

import granary.repo.CommitId;
import granary.repo.Revision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Finds the commit that a revision names (hub-api.md §1.2). A commit id is answered only when a ref reaches the commit:
 * what only a refused push or a deleted branch held is nobody's to see.
 */
final class Revisions {
    private static final Pattern COMMIT_ID = Pattern.compile("[0-9a-fA-F]{5,40}");

    private static final int REMEMBERED_MAX = 20_000;

    /** Of git objects that refs were at, the commits they lead to; an id never means anything else. */
    private static final Remembered<ObjectId, CommitId> REMEMBERED = new Remembered<>(REMEMBERED_MAX);

    private final PackedRepository repository;
    private final ObjectReader reader;

    Revisions(PackedRepository repository, ObjectReader reader) {
        this.repository = repository;
        this.reader = reader;
    }

    Optional<CommitId> find(Revision revision) throws IOException {
        String text = revision.text();
        if (text.equals(Constants.HEAD)) {
            return byName(repository.headTarget());
        }
        if (text.startsWith(Constants.R_REFS)) {
            return byName(text);
        }
        if (text.length() == Constants.OBJECT_ID_STRING_LENGTH
                && COMMIT_ID.matcher(text).matches()) {
            return byId(text); // Never a branch: whoever pins a commit gets that commit.
        }
        Optional<ObjectId> target = targetOf(Constants.R_HEADS + text, Constants.R_TAGS + text);
        if (target.isPresent()) {
            return commitOf(target.get());
        }
        return COMMIT_ID.matcher(text).matches() ? byId(text) : Optional.empty();
    }

    private Optional<CommitId> byName(String name) throws IOException {
        Optional<ObjectId> target = targetOf(name);
        return target.isPresent() ? commitOf(target.get()) : Optional.empty();
    }

    private Optional<ObjectId> targetOf(String... names) throws IOException {
        return repository.getRefDatabase().firstTarget(List.of(names));
    }

    /** The commit that a ref at this object leads to, through tags. */
    private Optional<CommitId> commitOf(ObjectId target) throws IOException {
        CommitId known = REMEMBERED.find(target);
        if (known != null) {
            return Optional.of(known);
        }
        try (RevWalk walk = new RevWalk(reader)) {
            CommitId commit = idOf(walk.parseCommit(target));
            REMEMBERED.add(target.copy(), commit);
            return Optional.of(commit);
        } catch (IncorrectObjectTypeException tagOfSomethingElse) {
            return Optional.empty();
        }
    }

    private Optional<CommitId> byId(String digits) throws IOException {
        AbbreviatedObjectId wanted = AbbreviatedObjectId.fromString(digits);
        if (wanted.isComplete() && isKnownTip(wanted.toObjectId())) {
            return Optional.of(idOf(wanted.toObjectId()));
        }
        Collection<Ref> refs = repository.getRefDatabase().named().values();
        if (wanted.isComplete()
                && refs.stream().anyMatch(ref -> wanted.toObjectId().equals(ref.getObjectId()))) {
            return commitIfOne(wanted.toObjectId());
        }
        List<CommitId> reached = new ArrayList<>();
        for (ObjectId candidate : reader.resolve(wanted)) {
            if (commitIfOne(candidate).isPresent() && isReachable(candidate, refs)) {
                reached.add(idOf(candidate));
            }
        }
        return reached.size() == 1 ? Optional.of(reached.getFirst()) : Optional.empty();
    }

    /** Most pinned commits are where a branch is, and were asked for before. */
    private boolean isKnownTip(ObjectId id) throws IOException {
        CommitId known = REMEMBERED.find(id);
        return known != null
                && known.equals(idOf(id))
                && repository.getRefDatabase().isAt(id);
    }

    private Optional<CommitId> commitIfOne(ObjectId id) throws IOException {
        try (RevWalk walk = new RevWalk(reader)) {
            if (walk.parseAny(id) instanceof RevCommit commit) {
                REMEMBERED.add(commit.copy(), idOf(commit));
                return Optional.of(idOf(commit));
            }
            return Optional.empty();
        } catch (MissingObjectException absent) {
            return Optional.empty();
        }
    }

    private boolean isReachable(ObjectId commit, Collection<Ref> refs) throws IOException {
        try (RevWalk walk = new RevWalk(reader)) {
            walk.setRetainBody(false);
            List<RevCommit> tips = new ArrayList<>();
            for (Ref ref : refs) {
                if (walk.peel(walk.parseAny(ref.getObjectId())) instanceof RevCommit tip) {
                    tips.add(tip);
                }
            }
            Stream<RevCommit> starters = tips.stream();
            return reader.createReachabilityChecker(walk)
                    .areAllReachable(List.of(walk.parseCommit(commit)), starters)
                    .isEmpty();
        }
    }

    static CommitId idOf(ObjectId id) {
        return new CommitId(id.name());
    }
}
