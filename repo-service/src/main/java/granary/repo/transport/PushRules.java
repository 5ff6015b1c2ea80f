package granary.repo.transport;

import granary.blob.content.Content;
import granary.blob.content.ContentStore;
import granary.repo.RepoType;
import granary.repo.Revision;
import granary.repo.git.PackedRepository;
import granary.repo.git.PushChecker;
import granary.repo.pointer.LfsPointer;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** What a push may change, judged when all its objects are there and none is visible yet. */
final class PushRules implements PreReceiveHook {
    private static final Logger LOG = LoggerFactory.getLogger(PushRules.class);
    private static final Pattern COMMIT_ID = Pattern.compile("[0-9a-fA-F]{40}");

    private final PackedRepository git;
    private final PushChecker pushed;
    private final ContentStore contents;

    PushRules(PackedRepository git, PushChecker pushed, ContentStore contents) {
        this.git = git;
        this.pushed = pushed;
        this.contents = contents;
    }

    @Override
    public void onPreReceive(ReceivePack receive, Collection<ReceiveCommand> commands) {
        try {
            Map<ObjectId, String> offences = offences();
            for (ReceiveCommand command : commands) {
                judge(receive, command, offences);
            }
        } catch (IOException | DataAccessException e) {
            LOG.error("a push to {} could not be checked", git.info().id().path(), e);
            commands.forEach(command -> refuse(command, "the server could not check the push; try again"));
        }
    }

    private void judge(ReceivePack receive, ReceiveCommand command, Map<ObjectId, String> offences) throws IOException {
        Optional<String> reason = ofRef(receive.getRevWalk(), command);
        if (reason.isPresent()) {
            refuse(command, reason.get());
        } else if (!offences.isEmpty() && command.getType() != ReceiveCommand.Type.DELETE) {
            refuse(command, new OffenceFinder(git, receive.getAdvertisedObjects()).describe(command, offences));
        }
    }

    private static void refuse(ReceiveCommand command, String reason) {
        command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, reason);
    }

    private Optional<String> ofRef(RevWalk walk, ReceiveCommand command) throws IOException {
        String name = command.getRefName();
        boolean isBranch = name.startsWith(Constants.R_HEADS);
        if (!isBranch && !name.startsWith(Constants.R_TAGS)) {
            return Optional.of("only branches and tags can be pushed; the hub keeps the other refs itself");
        }
        if (command.getType() == ReceiveCommand.Type.DELETE) {
            return name.equals(Constants.R_HEADS + git.info().defaultBranch())
                    ? Optional.of("it is the default branch")
                    : Optional.empty();
        }
        if (!isRevision(name.substring(isBranch ? Constants.R_HEADS.length() : Constants.R_TAGS.length()))) {
            return Optional.of(
                    "the name is longer than 250 characters, or looks like an option, a commit id or a full ref");
        }
        if (isBranch && !(walk.parseAny(command.getNewId()) instanceof RevCommit)) {
            return Optional.of("a branch has to be at a commit");
        }
        boolean hasCard = isBranch && git.info().id().type() != RepoType.CODE;
        return hasCard ? new CardCheck(walk).refusal(command.getOldId(), command.getNewId()) : Optional.empty();
    }

    /** Whether the short name means this ref to everyone: it must not look like a commit id or a full ref. */
    private static boolean isRevision(String name) {
        if (COMMIT_ID.matcher(name).matches() || name.startsWith(Constants.R_REFS)) {
            return false;
        }
        try {
            return !Revision.of(name).text().isEmpty();
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    /** Why a blob of this push may not be, by its id. */
    private Map<ObjectId, String> offences() {
        Map<ObjectId, String> offences = new LinkedHashMap<>();
        pushed.largeFiles()
                .forEach((blob, size) -> offences.put(
                        blob,
                        "has %,d bytes, and git keeps at most %,d: track it with git-lfs (git lfs migrate import)"
                                .formatted(
                                        size,
                                        git.limits()
                                                .fileBytesMax(git.info().id().type()))));
        pushed.pointers().forEach((blob, pointer) -> ofPointer(pointer).ifPresent(why -> offences.put(blob, why)));
        return offences;
    }

    private Optional<String> ofPointer(LfsPointer pointer) {
        Optional<Content> content = contents.find(git.info().key(), pointer.sha256());
        if (content.isEmpty()) {
            return Optional.of("points at LFS object %s, which was not uploaded here: run git lfs push --all"
                    .formatted(pointer.sha256().hex()));
        }
        return content.get().size() == pointer.size()
                ? Optional.empty()
                : Optional.of("says that LFS object %s has %,d bytes, and it has %,d"
                        .formatted(
                                pointer.sha256().hex(),
                                pointer.size(),
                                content.get().size()));
    }
}
