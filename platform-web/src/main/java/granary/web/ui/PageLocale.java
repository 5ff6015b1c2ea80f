package granary.web.ui;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.WebUtils;

/** The language of pages: the {@code lang} cookie, else what the browser asks for, else English. Never in the path. */
final class PageLocale implements LocaleResolver {
    static final String COOKIE = "lang";

    private static final List<Locale> KNOWN = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE);

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, COOKIE);
        return switch (cookie == null ? "" : cookie.getValue()) {
            case "en" -> Locale.ENGLISH;
            case "zh" -> Locale.SIMPLIFIED_CHINESE;
            default -> asked(request);
        };
    }

    private static Locale asked(HttpServletRequest request) {
        if (request.getHeader("Accept-Language") == null) {
            return Locale.ENGLISH;
        }
        return Collections.list(request.getLocales()).stream()
                .flatMap(wanted ->
                        KNOWN.stream().filter(known -> known.getLanguage().equals(wanted.getLanguage())))
                .findFirst()
                .orElse(Locale.ENGLISH);
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("the language is chosen by a form, see PreferencesController");
    }
}
