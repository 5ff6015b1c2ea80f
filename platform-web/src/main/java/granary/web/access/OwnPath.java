package granary.web.access;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where to go next when a request may say so: only a path on this server, never another site (security.md C3). */
public final class OwnPath {
    private static final Pattern PATH = Pattern.compile("/[^\\\\\\p{Cntrl}]{0,2000}");

    /** Folded away on the way out, {@code /.//evil} would become {@code //evil}, which is another site. */
    private static final Pattern FOLDED = Pattern.compile("//|/[.]{1,2}(?:/|$)");

    private OwnPath() {}

    /** {@code next} if it is such a path, with its query and fragment, else {@code /}. */
    public static String orHome(@Nullable String next) {
        return next != null
                        && PATH.matcher(next).matches()
                        && !FOLDED.matcher(pathOf(next)).find()
                ? next
                : "/";
    }

    private static String pathOf(String next) {
        return next.split("[?#]", 2)[0];
    }
}
