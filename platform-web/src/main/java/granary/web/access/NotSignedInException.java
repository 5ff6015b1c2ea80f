package granary.web.access;

/** The action needs somebody to be signed in, and nobody is. */
public final class NotSignedInException extends RuntimeException {
    public NotSignedInException() {
        super("Sign in, or send an access token, to do this");
    }
}
