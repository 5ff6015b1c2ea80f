package granary.web.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a member of an organization may do with its repositories. Each role includes the ones before it. */
public enum Role {
    READ,
    WRITE,
    ADMIN;

    public boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** As clients write it: {@code read}, {@code write} or {@code admin}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String text) {
        return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
    }
}
