package granary.web.hub;

import granary.repo.RepoPath;
import granary.web.error.RefusedException;
import org.springframework.http.HttpStatus;

/** Paths of files that clients want to write. */
final class CommitPaths {
    private CommitPaths() {}

    /** The path, or 422 (hub-api.md §8.4) when no repository should hold it. */
    static RepoPath of(String text) {
        String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        try {
            if (!path.isEmpty() && !path.startsWith("..\\") && path.chars().noneMatch(c -> c == 0)) {
                return new RepoPath(path);
            }
        } catch (IllegalArgumentException _) {
            // answered below, as the other refused paths
        }
        throw new RefusedException(
                HttpStatus.UNPROCESSABLE_CONTENT, "Invalid path in repository: '%s'".formatted(text));
    }
}
