package granary.repo;

/** What a client asked for no longer fits what is there: a name is taken, or a branch moved. */
public final class ConflictException extends RuntimeException {
    /** What it collided with. */
    public enum Kind {
        NAME_TAKEN,
        BRANCH_MOVED,
        REF_EXISTS
    }

    private final Kind kind;

    public ConflictException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
