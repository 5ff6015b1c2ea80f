package granary.web.browse;

import granary.repo.CommitId;
import granary.repo.CommitInfo;
import granary.repo.RepoPath;
import granary.repo.Repository;
import granary.repo.TreeEntry;
import granary.repo.TreePage;
import granary.web.ui.RepoLinks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a commit changed against its first parent: two trees compared folder by folder, alike ones skipped unread. */
final class Changes {
    private static final int CHANGES_MAX = 300;
    private static final int FOLDERS_MAX = 1000;
    private static final int ENTRIES_MAX = 5000;

    private final Repository repository;
    private final RepoLinks links;
    private final CommitId after;
    private final Optional<CommitId> before;
    private final List<CommitPage.Change> found = new ArrayList<>();
    private int folders;
    private boolean complete = true;

    private Changes(Repository repository, CommitInfo commit) {
        this.repository = repository;
        this.links = new RepoLinks(repository.info().id());
        this.after = commit.id();
        this.before = commit.parents().stream().findFirst();
    }

    static Changes of(Repository repository, CommitInfo commit) throws IOException {
        var changes = new Changes(repository, commit);
        changes.compare(RepoPath.ROOT, changes.before.isPresent(), true);
        return changes;
    }

    List<CommitPage.Change> list() {
        return List.copyOf(found);
    }

    /** Whether nothing was left out because there was too much. */
    boolean isComplete() {
        return complete;
    }

    private void compare(RepoPath folder, boolean isInOld, boolean isInNew) throws IOException {
        if (found.size() >= CHANGES_MAX || folders++ >= FOLDERS_MAX) {
            complete = false;
            return;
        }
        Map<String, TreeEntry> old = isInOld && before.isPresent() ? entries(before.get(), folder) : Map.of();
        Map<String, TreeEntry> now = isInNew ? entries(after, folder) : Map.of();
        var names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            compare(old.get(name), now.get(name));
        }
    }

    private void compare(@Nullable TreeEntry old, @Nullable TreeEntry now) throws IOException {
        if (old != null && now != null && old.oid().equals(now.oid())) {
            return;
        }
        boolean oldIsFolder = old instanceof TreeEntry.Folder;
        boolean nowIsFolder = now instanceof TreeEntry.Folder;
        if (oldIsFolder || nowIsFolder) {
            compare(Objects.requireNonNull(nowIsFolder ? now : old).path(), oldIsFolder, nowIsFolder);
        }
        TreeEntry oldFile = oldIsFolder ? null : old;
        TreeEntry nowFile = nowIsFolder ? null : now;
        if (nowFile != null) {
            note(oldFile == null ? "added" : "changed", oldFile == null ? "plus" : "pencil", nowFile, after);
        } else if (oldFile != null) {
            note("deleted", "minus", oldFile, before.orElse(after));
        }
    }

    private void note(String kind, String icon, TreeEntry entry, CommitId where) {
        if (found.size() >= CHANGES_MAX) {
            complete = false;
            return;
        }
        String href = entry instanceof TreeEntry.Submodule ? "" : links.blob(where.hex(), entry.path());
        found.add(new CommitPage.Change(kind, icon, entry.path().text(), href));
    }

    private Map<String, TreeEntry> entries(CommitId commit, RepoPath folder) throws IOException {
        TreePage page = repository.tree(commit, folder, false, Optional.empty(), ENTRIES_MAX);
        complete &= page.next().isEmpty();
        var entries = new LinkedHashMap<String, TreeEntry>();
        page.entries().forEach(entry -> entries.put(entry.path().name(), entry));
        return entries;
    }
}
