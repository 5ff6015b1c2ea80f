package granary.repo;

import java.util.Set;
import java.util.stream.Stream;

/** A path inside a repository: relative, {@code /}-separated, empty for the root. */
public record RepoPath(String text) {
    public static final RepoPath ROOT = new RepoPath("");

    private static final Set<String> SEGMENTS_REFUSED = Set.of("", ".", "..", ".git");

    public RepoPath {
        if (!text.isEmpty() && Stream.of(text.split("/", -1)).anyMatch(SEGMENTS_REFUSED::contains)) {
            throw new IllegalArgumentException("not a path: '%s'".formatted(text));
        }
    }

    /** Reads a path as URLs carry it, with or without its first slash. */
    public static RepoPath of(String text) {
        return new RepoPath(text.startsWith("/") ? text.substring(1) : text);
    }

    /** The last segment; empty for the root. */
    public String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /** The folder it lies in; the root lies in itself. */
    public RepoPath parent() {
        int slash = text.lastIndexOf('/');
        return slash < 0 ? ROOT : new RepoPath(text.substring(0, slash));
    }

    public boolean isRoot() {
        return text.isEmpty();
    }
}
