package granary.web.access;

/** The request cannot mean anything: a name, path, revision or body that breaks the rules; the message says which. */
public final class MalformedRequestException extends RuntimeException {
    public MalformedRequestException(String message) {
        super(message);
    }

    public MalformedRequestException(String message, Throwable cause) {
        super(message, cause);
    }
}
