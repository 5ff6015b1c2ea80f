package granary.repo.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.transport.UploadPack;

/**
 * Lets a client ask for what some ref reaches, and nothing else: commits, and the trees and files that a partial clone
 * left out. JGit's own check finds only files of the refs' own trees as long as there are no bitmaps.
 */
record ReachableWants(Duration timeMax) implements UploadPack.RequestValidator {
    @Override
    public void checkWants(UploadPack upload, List<ObjectId> wants) throws IOException {
        Set<ObjectId> missing = new HashSet<>(wants);
        long endNanos = System.nanoTime() + timeMax.toNanos();
        try (ObjectWalk walk = new ObjectWalk(upload.getRevWalk().getObjectReader())) {
            walk.setRetainBody(false);
            for (Ref ref : upload.getRepository().getRefDatabase().getRefs()) {
                if (ref.getObjectId() != null) {
                    missing.remove(ref.getObjectId());
                    walk.markStart(walk.parseAny(ref.getObjectId()));
                }
            }
            RevCommit commit = missing.isEmpty() ? null : walk.next();
            while (commit != null) {
                missing.remove(commit);
                checkTime(endNanos);
                commit = missing.isEmpty() ? null : walk.next();
            }
            RevObject object = missing.isEmpty() ? null : walk.nextObject();
            while (object != null) {
                missing.remove(object);
                checkTime(endNanos);
                object = missing.isEmpty() ? null : walk.nextObject();
            }
        } catch (MissingObjectException damaged) {
            throw new IOException("a git object of the repository is missing", damaged);
        }
        if (!missing.isEmpty()) {
            throw new PackProtocolException("want %s not valid: no branch or tag reaches it"
                    .formatted(missing.iterator().next().name()));
        }
    }

    private static void checkTime(long endNanos) throws PackProtocolException {
        if (System.nanoTime() - endNanos > 0) {
            throw new PackProtocolException("finding the wanted objects takes too long; fetch a branch or tag instead");
        }
    }
}
