package granary.repo.git;

import granary.repo.Author;
import granary.repo.CommitId;
import granary.repo.CommitInfo;
import granary.repo.LimitException;
import granary.repo.RepoPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Walks commits, within limits. */
final class History {
    private static final int AUTHOR_CHARS_MAX = 256;

    private final ObjectReader reader;
    private final GitLimits limits;

    History(ObjectReader reader, GitLimits limits) {
        this.reader = reader;
        this.limits = limits;
    }

    CommitInfo commit(CommitId id) throws IOException {
        try (RevWalk walk = new RevWalk(reader)) {
            return infoOf(walk.parseCommit(ObjectId.fromString(id.hex())));
        }
    }

    List<CommitInfo> list(CommitId from, RepoPath path, int skip, int limit) throws IOException {
        List<CommitInfo> commits = new ArrayList<>();
        Deadline deadline = new Deadline(limits.walkTimeMax());
        try (RevWalk walk = new RevWalk(reader)) {
            walk.setRevFilter(new DeadlineFilter(deadline));
            if (!path.isRoot()) {
                walk.setRewriteParents(false);
                walk.setTreeFilter(AndTreeFilter.create(PathFilter.create(path.text()), TreeFilter.ANY_DIFF));
            }
            walk.markStart(walk.parseCommit(ObjectId.fromString(from.hex())));
            int seen = 0;
            for (RevCommit commit = walk.next(); commit != null && commits.size() < limit; commit = walk.next()) {
                seen++;
                if (seen > limits.walkedCommitsMax()) {
                    throw new LimitException(
                            "the history is walked %,d commits deep at most".formatted(limits.walkedCommitsMax()));
                }
                if (seen > skip) {
                    commits.add(infoOf(commit));
                }
            }
        }
        return commits;
    }

    int count(CommitId from, int limit) throws IOException {
        try (RevWalk walk = new RevWalk(reader)) {
            walk.setRetainBody(false);
            walk.markStart(walk.parseCommit(ObjectId.fromString(from.hex())));
            int count = 0;
            while (count < limit && walk.next() != null) {
                count++;
            }
            return count;
        }
    }

    static CommitInfo infoOf(RevCommit commit) {
        String full = commit.getFullMessage();
        String title = firstLine(full);
        PersonIdent author = commit.getAuthorIdent();
        return new CommitInfo(
                Revisions.idOf(commit),
                Arrays.stream(commit.getParents()).map(Revisions::idOf).toList(),
                title,
                full.substring(title.length()).strip(),
                authorOf(author),
                author == null ? commit.getCommitterIdent().getWhenAsInstant() : author.getWhenAsInstant());
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    /** Commits by other tools may have no author, or one longer than we take. */
    private static Author authorOf(PersonIdent ident) {
        String name = ident == null ? "" : ident.getName();
        String email = ident == null ? "" : ident.getEmailAddress();
        return new Author(name.isBlank() ? "unknown" : cut(name), cut(email));
    }

    private static String cut(String text) {
        return text.length() <= AUTHOR_CHARS_MAX ? text : text.substring(0, AUTHOR_CHARS_MAX);
    }
}
