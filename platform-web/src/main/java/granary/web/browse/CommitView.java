package granary.web.browse;

import granary.repo.CommitInfo;
import granary.repo.RepoPath;
import granary.web.ui.RepoLinks;
import granary.web.ui.TimeView;
import java.time.Instant;

/** A commit as one line; {@code browse} is the folder it left behind. */
record CommitView(
        String id,
        String shortId,
        String title,
        String message,
        String author,
        TimeView date,
        String href,
        String browse) {
    static CommitView of(CommitInfo commit, RepoLinks links, Instant now) {
        String title = commit.title().isBlank() ? View.shortId(commit.id()) : commit.title();
        return new CommitView(
                commit.id().hex(),
                View.shortId(commit.id()),
                title,
                commit.message().strip(),
                commit.author().name(),
                TimeView.of(commit.date(), now),
                links.commit(commit.id()),
                links.tree(commit.id().hex(), RepoPath.ROOT));
    }
}
