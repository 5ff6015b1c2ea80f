package granary.web.security;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where to go after signing in: only a path on this server, never another site (security.md C3). */
final class NextPage {
    private static final Pattern PATH = Pattern.compile("/(?![/\\\\])[^\\\\\\p{Cntrl}]{0,2000}");

    private NextPage() {}

    static String of(@Nullable String next) {
        return next != null && PATH.matcher(next).matches() ? next : "/";
    }
}
