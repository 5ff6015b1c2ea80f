package granary.repo;

import java.time.Duration;

/** Too many do the same at this moment; the client may come again after {@link #retryAfter}. */
public final class BusyException extends RuntimeException {
    private final Duration retryAfter;

    public BusyException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
