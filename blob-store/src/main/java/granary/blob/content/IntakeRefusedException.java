package granary.blob.content;

/** The bytes are not what their sender declared, or too many. Nothing of them was kept. */
public final class IntakeRefusedException extends RuntimeException {
    /** What was wrong. */
    public enum Reason {
        HASH_DIFFERS,
        SIZE_DIFFERS,
        TOO_LARGE
    }

    private final Reason reason;

    public IntakeRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
