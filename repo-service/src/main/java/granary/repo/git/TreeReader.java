package granary.repo.git;

import granary.repo.CommitId;
import granary.repo.LimitException;
import granary.repo.NotFoundException;
import granary.repo.RepoPath;
import granary.repo.TreeEntry;
import granary.repo.TreePage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Reads the trees of commits, a page at a time and within limits: a tree of ten objects can list 10^10 entries. */
final class TreeReader {
    private static final int DEPTH_MAX = 256;

    /** Downloads ask for the same few files over and over, a range at a time. */
    private static final int REMEMBERED_MAX = 20_000;

    private static final Remembered<Place, TreeEntry> REMEMBERED = new Remembered<>(REMEMBERED_MAX);

    private final ObjectReader reader;
    private final GitLimits limits;

    TreeReader(ObjectReader reader, GitLimits limits) {
        this.reader = reader;
        this.limits = limits;
    }

    /** A path of a commit: what is there never changes, in whatever repository the commit is. */
    private record Place(CommitId commit, RepoPath path) {}

    Optional<TreeEntry> find(CommitId commit, RepoPath path) throws IOException {
        var place = new Place(commit, path);
        TreeEntry known = REMEMBERED.find(place);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<TreeEntry> entry = read(commit, path);
        entry.ifPresent(found -> REMEMBERED.add(place, found));
        return entry;
    }

    private Optional<TreeEntry> read(CommitId commit, RepoPath path) throws IOException {
        ObjectId root = rootOf(commit);
        if (path.isRoot()) {
            return Optional.of(new TreeEntry.Folder(path, root.name()));
        }
        try (TreeWalk walk = TreeWalk.forPath(reader, path.text(), root)) {
            return walk == null ? Optional.empty() : Optional.of(entryOf(walk, path));
        }
    }

    TreePage page(CommitId commit, RepoPath folder, Listing listing) throws IOException {
        ObjectId tree = folderTree(commit, folder);
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            return new Pager(walk, folder, listing, cursor(commit, listing.after())).page();
        }
    }

    /** The path to continue behind, as git orders it: a folder ends in a slash. */
    private String cursor(CommitId commit, Optional<RepoPath> after) throws IOException {
        if (after.isEmpty()) {
            return "";
        }
        boolean isFolder = find(commit, after.get())
                .filter(TreeEntry.Folder.class::isInstance)
                .isPresent();
        return after.get().text() + (isFolder ? "/" : "");
    }

    /** How to list: {@code limit} entries behind {@code after}. */
    record Listing(boolean recursive, Optional<RepoPath> after, int limit) {}

    private ObjectId folderTree(CommitId commit, RepoPath folder) throws IOException {
        TreeEntry entry = find(commit, folder).orElseThrow(() -> NotFoundException.entry(commit, folder));
        if (entry instanceof TreeEntry.Folder(var _, String oid)) {
            return ObjectId.fromString(oid);
        }
        throw NotFoundException.entry(commit, folder);
    }

    private ObjectId rootOf(CommitId commit) throws IOException {
        try (RevWalk walk = new RevWalk(reader)) {
            RevCommit parsed = walk.parseCommit(ObjectId.fromString(commit.hex()));
            return parsed.getTree().copy();
        }
    }

    private TreeEntry entryOf(TreeWalk walk, RepoPath path) throws IOException {
        ObjectId id = walk.getObjectId(0);
        int type = walk.getRawMode(0) & FileMode.TYPE_MASK;
        return switch (type) {
            case FileMode.TYPE_TREE -> new TreeEntry.Folder(path, id.name());
            case FileMode.TYPE_GITLINK -> new TreeEntry.Submodule(path, id.name());
            case FileMode.TYPE_SYMLINK ->
                new TreeEntry.Symlink(path, id.name(), BlobKinds.of(reader, id).size());
            default -> file(path, id);
        };
    }

    private TreeEntry file(RepoPath path, ObjectId id) throws IOException {
        BlobKinds.Kind kind = BlobKinds.of(reader, id);
        return kind.pointer()
                .<TreeEntry>map(pointer ->
                        new TreeEntry.LfsFile(path, id.name(), pointer.size(), pointer.sha256(), (int) kind.size()))
                .orElseGet(() -> new TreeEntry.GitFile(path, id.name(), kind.size()));
    }

    /** Walks one listing. The walk is in git's order: byte by byte, a folder as if its name ended in a slash. */
    private final class Pager {
        private final TreeWalk walk;
        private final String prefix;
        private final Listing listing;
        private final Deadline deadline;
        private final String after;
        private final List<TreeEntry> entries = new ArrayList<>();
        private int walked;

        Pager(TreeWalk walk, RepoPath folder, Listing listing, String after) {
            this.walk = walk;
            this.prefix = folder.isRoot() ? "" : folder.text() + "/";
            this.listing = listing;
            this.after = after;
            this.deadline = new Deadline(limits.walkTimeMax());
        }

        TreePage page() throws IOException {
            boolean skipping = !after.isEmpty();
            while (walk.next()) {
                count();
                String path = prefix + walk.getPathString();
                if (skipping) {
                    String name = walk.isSubtree() ? path + "/" : path;
                    skipping = !name.equals(after) && compareBytes(name, after) < 0;
                    if (skipping || name.equals(after)) {
                        enterIf(after.startsWith(name));
                        continue;
                    }
                }
                if (entries.size() == listing.limit()) {
                    return new TreePage(entries, Optional.of(entries.getLast().path()));
                }
                entries.add(entryOf(walk, new RepoPath(path)));
                enterIf(true);
            }
            return new TreePage(entries, Optional.empty());
        }

        private void enterIf(boolean wanted) throws IOException {
            if (wanted && listing.recursive() && walk.isSubtree()) {
                if (walk.getDepth() >= DEPTH_MAX) {
                    throw new LimitException("folders are nested deeper than %d".formatted(DEPTH_MAX));
                }
                walk.enterSubtree();
            }
        }

        private void count() {
            walked++;
            if (walked > limits.walkedEntriesMax() + listing.limit()) {
                throw new LimitException("the listing walks more than %,d entries; list a smaller folder"
                        .formatted(limits.walkedEntriesMax()));
            }
            deadline.check();
        }
    }

    private static int compareBytes(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
