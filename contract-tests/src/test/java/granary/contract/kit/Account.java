package granary.contract.kit;

/** Somebody who can sign in, with a token of the scope {@code write} unless made otherwise. */
public record Account(String name, String password, String token) {
    /** The same person with another token. */
    public Account withToken(String token) {
        return new Account(name, password, token);
    }
}
