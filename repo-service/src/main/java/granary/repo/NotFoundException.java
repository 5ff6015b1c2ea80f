package granary.repo;

import org.jspecify.annotations.Nullable;

/** Something a client named is not here. {@link #kind} is what Hub clients switch on (hub-api.md §2). */
public final class NotFoundException extends RuntimeException {
    /** What was not found; the names are those of {@code X-Error-Code}. */
    public enum Kind {
        REPOSITORY("RepoNotFound"),
        REVISION("RevisionNotFound"),
        ENTRY("EntryNotFound"),
        OTHER("");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** The value of {@code X-Error-Code}; empty where Hub clients know none. */
        public String code() {
            return code;
        }
    }

    private final Kind kind;
    private final @Nullable CommitId commit;

    private NotFoundException(Kind kind, String message, @Nullable CommitId commit) {
        super(message);
        this.kind = kind;
        this.commit = commit;
    }

    /** The same words for absent and hidden: whoever may not see a repository learns nothing. */
    public static NotFoundException repository() {
        return new NotFoundException(Kind.REPOSITORY, "Repository not found", null);
    }

    public static NotFoundException revision(Revision revision) {
        return new NotFoundException(Kind.REVISION, "Invalid rev id: " + revision.text(), null);
    }

    /** {@code commit} is where it was looked for: clients cache the absence under it. */
    public static NotFoundException entry(CommitId commit, RepoPath path) {
        return new NotFoundException(Kind.ENTRY, "Entry not found: " + path.text(), commit);
    }

    /** A file that a commit should delete; Hub clients know these words. */
    public static NotFoundException missingFile(RepoPath path) {
        return new NotFoundException(Kind.ENTRY, "A file with this name doesn't exist: " + path.text(), null);
    }

    public static NotFoundException other(String message) {
        return new NotFoundException(Kind.OTHER, message, null);
    }

    public Kind kind() {
        return kind;
    }

    public @Nullable CommitId commit() {
        return commit;
    }
}
