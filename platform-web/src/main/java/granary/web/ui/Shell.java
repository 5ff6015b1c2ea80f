package granary.web.ui;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the frame around every page shows.
 *
 * @param siteName what the administrator called this server
 * @param section which part of the top bar is current: {@code models}, {@code datasets}, {@code code}, or empty
 * @param searchPath where the search box leads
 * @param search what was searched for on this page; else empty
 * @param user who is signed in; null for a stranger
 * @param theme {@code auto}, {@code light} or {@code dark}
 * @param lang value of {@code <html lang>}
 * @param here path and query of this page, to come back to
 */
public record Shell(
        String siteName,
        String section,
        String searchPath,
        String search,
        @Nullable AvatarView user,
        String theme,
        String lang,
        String here,
        String version,
        Links links) {
    /** Value of {@code data-theme}; null when the system decides. */
    public @Nullable String dataTheme() {
        return Optional.of(theme).filter(chosen -> !chosen.equals("auto")).orElse(null);
    }

    /** URLs of the built assets. */
    public record Links(String style, String script, String sprite, String icon) {
        static Links of(Assets assets) {
            return new Links(
                    assets.url("app.css"), assets.url("app.js"), assets.url("sprite.svg"), assets.url("favicon.svg"));
        }
    }
}
