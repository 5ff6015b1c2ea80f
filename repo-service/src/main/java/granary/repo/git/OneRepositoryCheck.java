package granary.repo.git;

import granary.blob.ObjectStore;
import granary.blob.StoredObject;
import granary.blob.content.Content;
import granary.blob.content.ContentStore;
import granary.repo.RepositoryInfo;
import granary.repo.git.RepositoryProblem.Kind;
import granary.repo.pointer.LfsPointer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.fsck.FsckError;
import org.eclipse.jgit.internal.storage.dfs.DfsFsck;
import org.eclipse.jgit.internal.storage.dfs.DfsPackDescription;
import org.eclipse.jgit.internal.storage.dfs.DfsPackFile;
import org.eclipse.jgit.internal.storage.pack.PackExt;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevBlob;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;

/** Checks one repository. */
final class OneRepositoryCheck {
    private static final int PROBLEMS_MAX = 1000;

    private final RepositoryInfo info;
    private final ObjectStore objects;
    private final ContentStore contents;
    private final List<RepositoryProblem> problems = new ArrayList<>();
    private final Set<LfsPointer> pointers = new HashSet<>();
    private long gitObjects;

    OneRepositoryCheck(RepositoryInfo info, ObjectStore objects, ContentStore contents) {
        this.info = info;
        this.objects = objects;
        this.contents = contents;
    }

    List<RepositoryProblem> problems() {
        return problems;
    }

    long gitObjects() {
        return gitObjects;
    }

    long pointers() {
        return pointers.size();
    }

    void run(PackedRepository git, boolean deep) throws IOException {
        for (DfsPackFile pack : git.getObjectDatabase().getPacks()) {
            checkFiles(pack.getPackDescription());
        }
        checkRefs(git);
        if (deep) {
            readPacks(git);
        }
    }

    private void add(Kind kind, String sentence) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(new RepositoryProblem(info.id(), kind, sentence));
        }
    }

    private void checkFiles(DfsPackDescription pack) throws IOException {
        for (PackExt extension : PackExt.values()) {
            if (pack.hasFileExt(extension)) {
                checkFile(pack, extension);
            }
        }
    }

    private void checkFile(DfsPackDescription pack, PackExt extension) throws IOException {
        Optional<StoredObject> stored =
                objects.find(PackKeys.of(info.key(), pack.getPackName(), extension.getExtension()));
        String name = pack.getFileName(extension);
        if (stored.isEmpty()) {
            add(Kind.PACK_MISSING, "the object store does not hold %s".formatted(name));
        } else if (stored.get().size() != pack.getFileSize(extension)) {
            add(
                    Kind.PACK_SIZE_DIFFERS,
                    "%s has %,d bytes; %,d were stored"
                            .formatted(name, stored.get().size(), pack.getFileSize(extension)));
        }
    }

    /** All refs in one walk; only when that fails one by one, so that every broken ref is named. */
    private void checkRefs(PackedRepository git) throws IOException {
        Collection<Ref> refs = git.getRefDatabase().named().values();
        try {
            walk(git, refs);
        } catch (IOException someBroken) {
            gitObjects = 0;
            for (Ref ref : refs) {
                checkRef(git, ref);
            }
        }
    }

    private void checkRef(PackedRepository git, Ref ref) {
        try {
            walk(git, List.of(ref));
        } catch (MissingObjectException missing) {
            add(Kind.GIT_OBJECT_MISSING, "%s: %s".formatted(ref.getName(), missing.getMessage()));
        } catch (IOException unreadable) {
            add(Kind.PACK_DAMAGED, "%s cannot be read: %s".formatted(ref.getName(), unreadable.getMessage()));
        }
    }

    private void walk(PackedRepository git, Collection<Ref> refs) throws IOException {
        try (ObjectWalk walk = new ObjectWalk(git)) {
            walk.setRetainBody(false);
            for (Ref ref : refs) {
                walk.markStart(walk.parseAny(ref.getObjectId()));
            }
            RevCommit commit = walk.next();
            while (commit != null) {
                gitObjects++;
                commit = walk.next();
            }
            for (RevObject object = walk.nextObject(); object != null; object = walk.nextObject()) {
                gitObjects++;
                if (object instanceof RevBlob blob) {
                    checkBlob(walk.getObjectReader(), blob);
                }
            }
        }
    }

    private void checkBlob(ObjectReader reader, RevBlob blob) throws IOException {
        if (!reader.has(blob, Constants.OBJ_BLOB)) {
            throw new MissingObjectException(blob, Constants.OBJ_BLOB);
        }
        BlobKinds.of(reader, blob).pointer().filter(pointers::add).ifPresent(this::checkPointer);
    }

    private void checkPointer(LfsPointer pointer) {
        Optional<Content> content = contents.find(info.key(), pointer.sha256());
        if (content.isEmpty()) {
            add(
                    Kind.CONTENT_MISSING,
                    "a pointer names content %s, which the repository does not hold"
                            .formatted(pointer.sha256().hex()));
        } else if (content.get().size() != pointer.size()) {
            add(
                    Kind.CONTENT_SIZE_DIFFERS,
                    "a pointer says that content %s has %,d bytes; it has %,d"
                            .formatted(
                                    pointer.sha256().hex(),
                                    pointer.size(),
                                    content.get().size()));
        }
    }

    private void readPacks(PackedRepository git) {
        try {
            FsckError found = new DfsFsck(git).check(NullProgressMonitor.INSTANCE);
            found.getCorruptObjects()
                    .forEach(object -> add(
                            Kind.PACK_DAMAGED,
                            "git object %s is damaged".formatted(object.getId().name())));
            found.getCorruptIndices()
                    .forEach(index -> add(Kind.PACK_DAMAGED, "%s is damaged".formatted(index.getFileName())));
        } catch (IOException unreadable) {
            add(Kind.PACK_DAMAGED, "a pack cannot be read: " + unreadable.getMessage());
        }
    }
}
