package granary.repo.git;

import granary.repo.RepoPath;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;

/** Judges the paths of files that the hub itself commits, by the same rules as those that are pushed. */
final class PathRules {
    private static final int PATH_BYTES_MAX = 4096;
    private static final int NAME_BYTES_MAX = 255;
    private static final int DEPTH_MAX = 100;

    private PathRules() {}

    /** Throws {@link IllegalArgumentException} with the reason. */
    static void check(RepoPath path) {
        if (path.isRoot()) {
            throw new IllegalArgumentException("a file needs a path");
        }
        String[] names = path.text().split("/", -1);
        if (path.text().getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX || names.length > DEPTH_MAX) {
            throw new IllegalArgumentException(
                    "the path is longer than %,d bytes or deeper than %d folders".formatted(PATH_BYTES_MAX, DEPTH_MAX));
        }
        if (path.text().startsWith("..\\") || path.text().chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("not a path: '%s'".formatted(path.text()));
        }
        for (String name : names) {
            check(name);
        }
    }

    private static void check(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > NAME_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "the name '%s…' is longer than %d bytes".formatted(name.substring(0, 40), NAME_BYTES_MAX));
        }
        try {
            new ObjectChecker().checkPathSegment(bytes, 0, bytes.length);
        } catch (CorruptObjectException e) {
            throw new IllegalArgumentException("not a file name: '%s'".formatted(name), e);
        }
        boolean disguised = DotGitNames.isGitmodules(name) && !name.equals(Constants.DOT_GIT_MODULES);
        if (disguised || DotGitNames.isDotGit(name)) {
            throw new IllegalArgumentException("the name '%s' is git's own on some systems".formatted(name));
        }
    }
}
