package granary.web.access;

/** The caller may see the thing but not do this to it; the message names the missing scope or role. */
public final class ForbiddenException extends RuntimeException {
    public ForbiddenException(String message) {
        super(message);
    }
}
