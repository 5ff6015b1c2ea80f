package granary.web.account;

import java.security.SecureRandom;
import java.util.Optional;

/**
 * The code that whoever can read the server's log makes the first administrator with, so that the first visitor cannot
 * take the server. There is one while no administrator exists, the same on every node; using it up ends it.
 */
public final class SetupCode {
    private static final String KEY = "setup-code";
    private static final String LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int LENGTH = 16;
    private static final int GROUP = 4;

    private final Accounts accounts;
    private final Site site;

    SetupCode(Accounts accounts, Site site) {
        this.accounts = accounts;
        this.site = site;
    }

    /** The code, such as {@code 7KQ2-M8ZP-3RTX-WB5D}; empty once there is an administrator. */
    public Optional<String> current() {
        return accounts.hasAdministrator() ? Optional.empty() : Optional.of(site.putIfAbsent(KEY, random()));
    }

    void useUp() {
        site.remove(KEY);
    }

    private static String random() {
        var random = new SecureRandom();
        var code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            if (i > 0 && i % GROUP == 0) {
                code.append('-');
            }
            code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return code.toString();
    }
}
