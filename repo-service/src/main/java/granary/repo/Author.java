package granary.repo;

/** Who a commit is by. An account without a public e-mail address gets {@code name@users.noreply.granary}. */
public record Author(String name, String email) {
    private static final int LENGTH_MAX = 256;

    public Author {
        if (name.isBlank() || name.length() > LENGTH_MAX || email.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("an author needs a name of 1 to 256 characters");
        }
    }
}
