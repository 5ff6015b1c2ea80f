package granary.web.account;

/** An account to make. An empty full name becomes the name. */
public record NewUser(AccountName name, String fullName, String email, boolean siteAdmin, String password) {
    private static final int TEXT_MAX = 200;
    private static final int PASSWORD_MIN = 8;
    private static final int PASSWORD_MAX = 1000;

    public NewUser {
        fullName = fullName.isBlank() ? name.text() : fullName.strip();
        email = email.strip();
        if (fullName.length() > TEXT_MAX || email.length() > TEXT_MAX) {
            throw new IllegalArgumentException("a full name and an e-mail address have at most 200 characters");
        }
        if (!email.isEmpty() && !email.matches("[^\\s@<>]+@[^\\s@<>]+")) {
            throw new IllegalArgumentException("not an e-mail address: '%s'".formatted(email));
        }
        requirePassword(password);
    }

    static void requirePassword(String password) {
        if (password.length() < PASSWORD_MIN || password.length() > PASSWORD_MAX) {
            throw new IllegalArgumentException("a password has 8 to 1000 characters");
        }
    }

    /** Without the password: this may end up in a log. */
    @Override
    public String toString() {
        return "NewUser[name=%s]".formatted(name.text());
    }
}
