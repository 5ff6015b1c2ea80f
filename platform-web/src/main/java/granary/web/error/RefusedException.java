package granary.web.error;

import org.springframework.http.HttpStatus;

/** A request that is refused with a given status; the message says why and what to do. */
public final class RefusedException extends RuntimeException {
    private final HttpStatus status;

    public RefusedException(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    public HttpStatus status() {
        return status;
    }
}
