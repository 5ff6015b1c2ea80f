package granary.web.token;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a token allows, within what its user may do. Each scope includes the ones before it. */
public enum TokenScope {
    READ,
    WRITE,
    ADMIN;

    public boolean allows(TokenScope needed) {
        return compareTo(needed) >= 0;
    }

    /** As commands and pages write it: {@code read}, {@code write} or {@code admin}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<TokenScope> of(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.text().equals(text))
                .findFirst();
    }
}
