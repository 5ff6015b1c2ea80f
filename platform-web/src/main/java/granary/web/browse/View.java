package granary.web.browse;

import granary.repo.CommitId;
import granary.repo.RepoPath;
import granary.repo.Repository;
import granary.web.access.RepoUrl.RevisionAndPath;
import granary.web.ui.RepoLinks;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Where in a repository a page looks.
 *
 * @param revision as the URL names it
 * @param commit what that is at this moment
 */
record View(Repository repository, RepoLinks links, String revision, CommitId commit, RepoPath path, Clock clock) {
    private static final int SHORT_ID = 7;

    static View of(Repository repository, RevisionAndPath where, Clock clock) throws IOException {
        return new View(
                repository,
                new RepoLinks(repository.info().id()),
                where.revision().text(),
                repository.resolve(where.revision()),
                where.path(),
                clock);
    }

    Instant now() {
        return clock.instant();
    }

    /** Whether the revision is the commit's own id, which never moves. */
    boolean isPinned() {
        return revision.equals(commit.hex());
    }

    /** The revision as a button names it. */
    String revisionLabel() {
        return isPinned() ? shortId(commit) : revision.replaceFirst("^refs/(?:heads|tags)/", "");
    }

    static String shortId(CommitId commit) {
        return commit.hex().substring(0, SHORT_ID);
    }

    /** The way from the root to the path; the last has no link. */
    List<Crumb> crumbs() {
        var crumbs = new ArrayList<Crumb>();
        for (RepoPath at = path; !at.isRoot(); at = at.parent()) {
            crumbs.addFirst(new Crumb(at.name(), at.equals(path) ? "" : links.tree(revision, at)));
        }
        String name = repository.info().id().name();
        crumbs.addFirst(new Crumb(name, path.isRoot() ? "" : links.tree(revision, RepoPath.ROOT)));
        return List.copyOf(crumbs);
    }

    /** A step of the way to a file; {@code href} is empty for the page itself. */
    record Crumb(String name, String href) {}
}
