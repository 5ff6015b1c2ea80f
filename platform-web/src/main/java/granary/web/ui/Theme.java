package granary.web.ui;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.WebUtils;

/** What somebody likes to read on. Kept in a cookie; {@link #AUTO}, as the system says, is its absence. */
enum Theme {
    AUTO,
    LIGHT,
    DARK;

    static final String COOKIE = "theme";

    static Theme of(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, COOKIE);
        return of(cookie == null ? null : cookie.getValue());
    }

    static Theme of(@Nullable String text) {
        return switch (text) {
            case "light" -> LIGHT;
            case "dark" -> DARK;
            case null, default -> AUTO;
        };
    }

    /** As the cookie and the page write it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
