package granary.web.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What the command line proves itself with: made anew at each start and left in the data folder, readable by the hub's
 * user only. {@code text} is without the {@code granary_admin_} that goes before it on the wire.
 */
public record AdminSecret(String text) {
    /** What an {@code Authorization: Bearer} value with this secret begins with. */
    public static final String PREFIX = "granary_admin_";

    private static final int RANDOM_BYTES = 32;

    /** A new secret for a start. */
    public static AdminSecret random() {
        var bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new AdminSecret(HexFormat.of().formatHex(bytes));
    }

    /** Whether a bearer value is this secret; takes the same time wherever they differ. */
    public boolean isProvenBy(String bearer) {
        return MessageDigest.isEqual(
                (PREFIX + text).getBytes(StandardCharsets.UTF_8), bearer.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the secret: this may end up in a log. */
    @Override
    public String toString() {
        return "AdminSecret";
    }
}
