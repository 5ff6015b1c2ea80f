package granary.repo.git;

import granary.repo.CommitId;
import granary.repo.CommitInfo;
import granary.repo.RepoPath;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Finds the commit that last changed each of some paths: from commit to parent, each path follows a parent that has the
 * same entry there; where none has, the commit changed it. Stops, with what it found, at the walk's limits.
 */
final class LastCommits {
    private static final Comparator<RevCommit> NEWEST_FIRST =
            Comparator.comparingInt(RevCommit::getCommitTime).reversed().thenComparing(RevCommit::name);

    private final ObjectReader reader;
    private final GitLimits limits;
    private final Map<RevCommit, Set<RepoPath>> waiting = new HashMap<>();
    private final PriorityQueue<RevCommit> queue = new PriorityQueue<>(NEWEST_FIRST);
    private final Map<RepoPath, CommitInfo> found = new LinkedHashMap<>();

    LastCommits(ObjectReader reader, GitLimits limits) {
        this.reader = reader;
        this.limits = limits;
    }

    Map<RepoPath, CommitInfo> find(CommitId from, Collection<RepoPath> paths) throws IOException {
        Deadline deadline = new Deadline(limits.walkTimeMax());
        try (RevWalk walk = new RevWalk(reader)) {
            RevCommit start = walk.parseCommit(ObjectId.fromString(from.hex()));
            follow(start, existing(start, new HashSet<>(paths)));
            int walked = 0;
            while (!queue.isEmpty() && walked < limits.walkedCommitsMax() && !deadline.hasPassed()) {
                walked++;
                step(walk, queue.remove());
            }
        }
        return found;
    }

    private void step(RevWalk walk, RevCommit commit) throws IOException {
        Set<RepoPath> paths = Optional.ofNullable(waiting.remove(commit)).orElse(Set.of());
        for (RevCommit unparsed : commit.getParents()) {
            RevCommit parent = walk.parseCommit(unparsed);
            Set<RepoPath> same = unchanged(commit, parent, paths);
            follow(parent, same);
            paths = minus(paths, same);
            if (paths.isEmpty()) {
                return;
            }
        }
        CommitInfo info = History.infoOf(commit);
        paths.forEach(path -> found.put(path, info));
    }

    private void follow(RevCommit commit, Set<RepoPath> paths) {
        if (paths.isEmpty()) {
            return;
        }
        Set<RepoPath> there = waiting.get(commit);
        if (there == null) {
            waiting.put(commit, new HashSet<>(paths));
            queue.add(commit);
        } else {
            there.addAll(paths);
        }
    }

    private Set<RepoPath> existing(RevCommit commit, Set<RepoPath> paths) throws IOException {
        Set<RepoPath> there = new HashSet<>();
        Trees trees = new Trees(commit.getTree());
        for (RepoPath path : paths) {
            if (path.isRoot() || !trees.at(path).equals(Entry.NONE)) {
                there.add(path);
            }
        }
        return there;
    }

    private Set<RepoPath> unchanged(RevCommit commit, RevCommit parent, Set<RepoPath> paths) throws IOException {
        if (commit.getTree().equals(parent.getTree())) {
            return paths;
        }
        Trees ours = new Trees(commit.getTree());
        Trees theirs = new Trees(parent.getTree());
        Set<RepoPath> same = new HashSet<>();
        for (RepoPath path : paths) {
            if (path.isRoot()) {
                continue;
            }
            RepoPath folder = path.parent();
            if (ours.at(folder).equals(theirs.at(folder)) || ours.at(path).equals(theirs.at(path))) {
                same.add(path);
            }
        }
        return same;
    }

    private static Set<RepoPath> minus(Set<RepoPath> paths, Set<RepoPath> less) {
        Set<RepoPath> rest = new HashSet<>(paths);
        rest.removeAll(less);
        return rest;
    }

    /** What a name stands for in a folder; a change of mode is a change too. */
    private record Entry(ObjectId id, int mode) {
        static final Entry NONE = new Entry(ObjectId.zeroId(), 0);

        boolean isFolder() {
            return FileMode.TREE.equals(mode);
        }
    }

    /** The folders of one commit that these paths lie in, each read once. */
    private final class Trees {
        private final Entry root;
        private final Map<RepoPath, Map<String, Entry>> folders = new HashMap<>();

        Trees(ObjectId root) {
            this.root = new Entry(root, FileMode.TREE.getBits());
        }

        Entry at(RepoPath path) throws IOException {
            if (path.isRoot()) {
                return root;
            }
            RepoPath folder = path.parent();
            Map<String, Entry> names = folders.get(folder);
            if (names == null) {
                names = read(at(folder));
                folders.put(folder, names);
            }
            return names.getOrDefault(path.name(), Entry.NONE);
        }

        private Map<String, Entry> read(Entry folder) throws IOException {
            Map<String, Entry> names = new HashMap<>();
            if (!folder.isFolder()) {
                return names;
            }
            try (TreeWalk walk = new TreeWalk(reader)) {
                walk.addTree(folder.id());
                while (walk.next()) {
                    names.put(walk.getNameString(), new Entry(walk.getObjectId(0), walk.getRawMode(0)));
                }
            }
            return names;
        }
    }
}
