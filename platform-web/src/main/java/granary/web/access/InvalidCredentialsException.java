package granary.web.access;

/** The request carried credentials that are wrong, revoked or expired. Its words are what Hub clients match on. */
public final class InvalidCredentialsException extends RuntimeException {
    public InvalidCredentialsException() {
        super("Invalid credentials in Authorization header");
    }
}
