package granary.repo.git;

import granary.blob.Sha256;
import granary.blob.content.Content;
import granary.blob.content.ContentStore;
import granary.repo.Author;
import granary.repo.CommitBuilder;
import granary.repo.CommitId;
import granary.repo.ConflictException;
import granary.repo.LimitException;
import granary.repo.NotFoundException;
import granary.repo.RepoPath;
import granary.repo.Revision;
import granary.repo.pointer.LfsPointer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jgit.internal.submodule.SubmoduleValidator;
import org.eclipse.jgit.internal.submodule.SubmoduleValidator.SubmoduleValidationException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** A commit in the making: blobs go to a pending pack as they come, trees and the commit follow at the end. */
final class BranchCommit implements CommitBuilder {
    private static final int GITMODULES_BYTES_MAX = 1 << 20;
    private static final int MESSAGE_CHARS_MAX = 1 << 20;
    private static final int PARENT_DIGITS_MIN = 5;

    /** Attempts that race with other commits; the one after them takes the repository's lock first, and cannot lose. */
    private static final int RACES_MAX = 4;

    private static final int PAUSE_MILLIS_MAX = 20;

    private final PackedRepository git;
    private final Target target;
    private final ContentStore contents;
    private final Database database;
    private final String ref;
    private final ObjectInserter inserter;
    private final TreeEdit edit = new TreeEdit();
    private final @Nullable ObjectId baseTree;
    private int files;

    /** Where to commit, and as whom. */
    record Target(String branch, Author author) {}

    BranchCommit(PackedRepository git, Target target, ContentStore contents, Database database) throws IOException {
        this.git = git;
        this.target = target;
        this.contents = contents;
        this.database = database;
        this.ref = target.branch().startsWith("refs/pr/") ? target.branch() : Constants.R_HEADS + target.branch();
        this.baseTree = treeOf(requireHead());
        this.inserter = git.newObjectInserter();
    }

    /** Where the branch is. Null for the first commit of a repository; any other branch has to be there. */
    private @Nullable ObjectId requireHead() throws IOException {
        Ref head = git.getRefDatabase().exactRef(ref);
        if (head != null && head.getObjectId() != null) {
            return head.getObjectId();
        }
        boolean first = ref.equals(git.headTarget())
                || git.getRefDatabase().getRefsByPrefix(Constants.R_HEADS).isEmpty();
        if (!first || !ref.startsWith(Constants.R_HEADS)) {
            throw NotFoundException.revision(new Revision(target.branch()));
        }
        return null;
    }

    private @Nullable ObjectId treeOf(@Nullable ObjectId commit) throws IOException {
        if (commit == null) {
            return null;
        }
        try (RevWalk walk = new RevWalk(git)) {
            return walk.parseCommit(commit).getTree().copy();
        }
    }

    @Override
    public void addFile(RepoPath path, InputStream bytes, long size) throws IOException {
        PathRules.check(path);
        long sizeMax = git.limits().fileBytesMax(git.info().id().type());
        if (size > sizeMax) {
            throw new LimitException("%s has %,d bytes; git keeps files up to %,d, larger ones go by git-lfs"
                    .formatted(path.text(), size, sizeMax));
        }
        countFile();
        InputStream checked = path.name().equals(Constants.DOT_GIT_MODULES) ? checkedGitmodules(bytes, size) : bytes;
        edit.put(path, inserter.insert(Constants.OBJ_BLOB, size, checked));
    }

    private void countFile() {
        files++;
        if (files > git.limits().commitFilesMax()) {
            throw new LimitException("one commit changes at most %,d files; split it"
                    .formatted(git.limits().commitFilesMax()));
        }
    }

    private static InputStream checkedGitmodules(InputStream bytes, long size) throws IOException {
        if (size > GITMODULES_BYTES_MAX) {
            throw new LimitException(".gitmodules has at most %,d bytes".formatted(GITMODULES_BYTES_MAX));
        }
        byte[] all = bytes.readNBytes((int) size);
        try {
            SubmoduleValidator.assertValidGitModulesFile(new String(all, StandardCharsets.UTF_8));
        } catch (SubmoduleValidationException e) {
            throw new IllegalArgumentException(".gitmodules is refused: " + e.getMessage(), e);
        }
        return new ByteArrayInputStream(all);
    }

    @Override
    public void addLfsFile(RepoPath path, Sha256 sha256) throws IOException {
        PathRules.check(path);
        countFile();
        Content content = contents.find(git.key(), sha256)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s: the content %s was not uploaded to this repository".formatted(path.text(), sha256.hex())));
        byte[] pointer = new LfsPointer(sha256, content.size()).write();
        edit.put(path, inserter.insert(Constants.OBJ_BLOB, pointer));
    }

    @Override
    public void delete(RepoPath path) throws IOException {
        countFile();
        if (path.isRoot() || !isThere(path)) {
            throw NotFoundException.missingFile(path);
        }
        edit.delete(path);
    }

    private boolean isThere(RepoPath path) throws IOException {
        return switch (edit.tell(path)) {
            case THERE -> true;
            case GONE -> false;
            case UNTOLD -> {
                if (baseTree == null) {
                    yield false;
                }
                try (TreeWalk walk = TreeWalk.forPath(git, path.text(), baseTree)) {
                    yield walk != null;
                }
            }
        };
    }

    @Override
    public CommitId commit(String title, String description, Optional<String> parent) throws IOException {
        String message = messageOf(title, description);
        for (int race = 0; race < RACES_MAX; race++) {
            Optional<CommitId> made = attempt(message, parent);
            if (made.isPresent()) {
                return made.get();
            }
            if (parent.isPresent()) {
                throw moved();
            }
            pause();
            git.scanForRepoChanges();
        }
        return commitUnderLock(message);
    }

    private static String messageOf(String title, String description) {
        if (title.isBlank() || title.length() + description.length() > MESSAGE_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "a commit needs a title, and a message of at most %,d characters".formatted(MESSAGE_CHARS_MAX));
        }
        String message = description.isBlank() ? title : title + "\n\n" + description;
        return message.replace("\0", "");
    }

    /** Many commits at once: whoever lost some races waits for the repository's lock and then has it alone. */
    private CommitId commitUnderLock(String message) throws IOException {
        try {
            return Transactions.call(database, () -> {
                new RefTransaction(database).lock(git.key());
                git.scanForRepoChanges();
                return attempt(message, Optional.empty()).orElseThrow(BranchCommit::moved);
            });
        } catch (NotFoundException gone) {
            throw new IOException("the repository was deleted meanwhile", gone);
        }
    }

    /** Empty when the branch moved while the commit was made. */
    private Optional<CommitId> attempt(String message, Optional<String> parent) throws IOException {
        ObjectId head = requireHead();
        requireParent(head, parent);
        ObjectId commit = insertCommit(head, message);
        RefChange change = new RefChange(
                ref,
                RefRows.nameOf(head),
                commit.name(),
                null,
                "commit: " + message.lines().findFirst().orElse(""));
        RefTransaction.Outcome outcome = git.getRefDatabase().apply(target.author(), List.of(change), true);
        if (outcome.refused().containsValue(RefTransaction.Refusal.NAME_CONFLICT)) {
            throw new ConflictException(
                    ConflictException.Kind.REF_EXISTS,
                    "%s: %s".formatted(target.branch(), RefTransaction.Refusal.NAME_CONFLICT.sentence()));
        }
        return outcome.committed() ? Optional.of(Revisions.idOf(commit)) : Optional.empty();
    }

    private static void requireParent(@Nullable ObjectId head, Optional<String> parent) {
        if (parent.isEmpty()) {
            return;
        }
        String wanted = parent.get().toLowerCase(Locale.ROOT);
        if (wanted.length() < PARENT_DIGITS_MIN) {
            throw new IllegalArgumentException(
                    "a parent commit is named by 5 to 40 hex digits, not '%s'".formatted(parent.get()));
        }
        if (head == null || !head.name().startsWith(wanted)) {
            throw moved();
        }
    }

    private static ConflictException moved() {
        return new ConflictException(
                ConflictException.Kind.BRANCH_MOVED,
                "The branch was updated since you opened this page. Please refresh and try again.");
    }

    private ObjectId insertCommit(@Nullable ObjectId head, String message) throws IOException {
        try (ObjectReader reader = inserter.newReader()) {
            ObjectId tree = edit.applyTo(treeOf(head), reader, inserter);
            PersonIdent ident =
                    new PersonIdent(target.author().name(), target.author().email(), Instant.now(), ZoneOffset.UTC);
            org.eclipse.jgit.lib.CommitBuilder commit = new org.eclipse.jgit.lib.CommitBuilder();
            commit.setTreeId(tree);
            if (head != null) {
                commit.setParentId(head);
            }
            commit.setAuthor(ident);
            commit.setCommitter(ident);
            commit.setMessage(message);
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(PAUSE_MILLIS_MAX));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for another commit", e);
        }
    }

    @Override
    public void close() {
        inserter.close();
        git.getObjectDatabase().discard();
    }
}
