package granary.web.admincli;

/** The command line makes no sense; the message says how it would. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
