package granary.web.settings;

/** The hub cannot start. The message is one sentence for the person who started it: what is wrong, and what to do. */
public class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
