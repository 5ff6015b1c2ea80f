package granary.repo.git;

import granary.repo.NotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceiveCommand.Result;
import org.jspecify.annotations.Nullable;

/** The refs of one push or commit, moved in one transaction; JGit's own batch moves them one by one. */
final class RefBatch extends BatchRefUpdate {
    private final RefRows refs;
    private final PackedRepository repository;

    RefBatch(RefRows refs, PackedRepository repository) {
        super(refs);
        this.refs = refs;
        this.repository = repository;
    }

    @Override
    public void execute(RevWalk walk, ProgressMonitor monitor, @Nullable List<String> options) throws IOException {
        Map<RefChange, ReceiveCommand> changes = new LinkedHashMap<>();
        for (ReceiveCommand command : getCommands()) {
            if (command.getResult() == Result.NOT_ATTEMPTED) {
                changeOf(walk, command).ifPresent(change -> changes.put(change, command));
            }
        }
        boolean someRefused = changes.size() < getCommands().size();
        if (changes.isEmpty() || (isAtomic() && someRefused)) {
            ReceiveCommand.abort(getCommands());
            return;
        }
        apply(changes);
    }

    private void apply(Map<RefChange, ReceiveCommand> changes) throws IOException {
        RefTransaction.Outcome outcome;
        try {
            outcome = refs.apply(RefRows.authorOf(getRefLogIdent()), List.copyOf(changes.keySet()), isAtomic());
        } catch (NotFoundException gone) {
            throw new IOException("the repository was deleted meanwhile", gone);
        }
        changes.forEach((change, command) -> {
            RefTransaction.Refusal refusal = outcome.refused().get(change);
            if (refusal == null) {
                command.setResult(Result.OK);
            } else if (refusal == RefTransaction.Refusal.MOVED) {
                command.setResult(Result.LOCK_FAILURE, refusal.sentence());
            } else {
                command.setResult(Result.REJECTED_OTHER_REASON, refusal.sentence());
            }
        });
    }

    private Optional<RefChange> changeOf(RevWalk walk, ReceiveCommand command) throws IOException {
        try {
            command.updateType(walk);
            if (command.getType() == ReceiveCommand.Type.UPDATE_NONFASTFORWARD && !isAllowNonFastForwards()) {
                command.setResult(Result.REJECTED_NONFASTFORWARD);
                return Optional.empty();
            }
            return Optional.of(new RefChange(
                    command.getRefName(),
                    fromOf(command),
                    RefRows.nameOf(command.getNewId()),
                    peeled(walk, command.getNewId()),
                    reflogMessage(command)));
        } catch (MissingObjectException missing) {
            command.setResult(Result.REJECTED_MISSING_OBJECT, missing.getMessage());
            return Optional.empty();
        }
    }

    /** A delete may come without the old id: then it means whatever the ref is at. */
    private @Nullable String fromOf(ReceiveCommand command) throws IOException {
        String from = RefRows.nameOf(command.getOldId());
        if (from != null || command.getType() != ReceiveCommand.Type.DELETE) {
            return from;
        }
        var current = repository.getRefDatabase().exactRef(command.getRefName());
        return current == null ? null : RefRows.nameOf(current.getObjectId());
    }

    private static @Nullable String peeled(RevWalk walk, ObjectId id) throws IOException {
        if (ObjectId.zeroId().equals(id)) {
            return null;
        }
        RevObject object = walk.parseAny(id);
        return object instanceof RevTag ? walk.peel(object).name() : null;
    }

    private String reflogMessage(ReceiveCommand command) {
        String message = Objects.requireNonNullElse(getRefLogMessage(command), "");
        if (!isRefLogIncludingResult(command)) {
            return message;
        }
        return message
                + switch (command.getType()) {
                    case CREATE -> ": created";
                    case DELETE -> ": deleted";
                    case UPDATE -> ": fast-forward";
                    case UPDATE_NONFASTFORWARD -> ": forced-update";
                };
    }
}
