package granary.repo;

/** A request would take more than a limit allows; the message names the limit. */
public final class LimitException extends RuntimeException {
    public LimitException(String message) {
        super(message);
    }
}
