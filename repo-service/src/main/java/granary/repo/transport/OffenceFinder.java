package granary.repo.transport;

import granary.repo.git.PackedRepository;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.transport.ReceiveCommand;

/** Finds the path under which a refused blob is pushed, so that its owner knows which file is meant. */
record OffenceFinder(PackedRepository git, Set<ObjectId> known) {
    private static final int OBJECTS_WALKED_MAX = 1_000_000;

    /** The first offence that the command's objects hold; one that only other objects of the pack hold counts too. */
    String describe(ReceiveCommand command, Map<ObjectId, String> offences) throws IOException {
        try (ObjectWalk walk = new ObjectWalk(git)) {
            walk.markStart(walk.parseAny(command.getNewId()));
            for (ObjectId have : known) {
                markKnown(walk, have);
            }
            RevCommit commit = walk.next();
            while (commit != null) { // their trees come after the last of them
                commit = walk.next();
            }
            int walked = 0;
            for (RevObject object = walk.nextObject(); object != null; object = walk.nextObject()) {
                String offence = offences.get(object);
                if (offence != null) {
                    return walk.getPathString() + " " + offence;
                }
                walked++;
                if (walked > OBJECTS_WALKED_MAX) {
                    break;
                }
            }
        }
        Map.Entry<ObjectId, String> first = offences.entrySet().iterator().next();
        return "blob %s of this push %s".formatted(first.getKey().name(), first.getValue());
    }

    private static void markKnown(ObjectWalk walk, ObjectId have) throws IOException {
        try {
            walk.markUninteresting(walk.parseAny(have));
        } catch (MissingObjectException alreadyGone) {
            // A ref that was deleted since it was advertised hides nothing.
            return;
        }
    }
}
