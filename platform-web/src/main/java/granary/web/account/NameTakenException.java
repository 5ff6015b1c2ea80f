package granary.web.account;

/** The name belongs, or belonged, to a user or an organization. */
public final class NameTakenException extends RuntimeException {
    NameTakenException(AccountName name) {
        super("The name '%s' is taken".formatted(name.text()));
    }
}
