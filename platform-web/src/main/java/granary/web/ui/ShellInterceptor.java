package granary.web.ui;

import granary.web.access.Caller;
import granary.web.access.CallerArgument;
import granary.web.account.Site;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.ModelAndView;

/** Puts the {@link Shell} beside the model of every page, the error page included. */
final class ShellInterceptor implements HandlerInterceptor {
    private static final Set<String> WITH_SEARCH = Set.of("datasets", "code", "spaces");
    private static final Set<String> NO_MODELS =
            Set.of("", "settings", "setup", "login", "logout", "new", "new-dataset", "new-code", "spaces", "error");

    private final Shell.Links links;
    private final Supplier<String> siteName;
    private final LocaleResolver locales;

    ShellInterceptor(Assets assets, Site site, LocaleResolver locales) {
        this(Shell.Links.of(assets), site::name, locales);
    }

    ShellInterceptor(Shell.Links links, Supplier<String> siteName, LocaleResolver locales) {
        this.links = links;
        this.siteName = siteName;
        this.locales = locales;
    }

    @Override
    public void postHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable ModelAndView page) {
        if (page == null || Objects.toString(page.getViewName(), "redirect:").startsWith("redirect:")) {
            return;
        }
        page.addObject("shell", of(request));
        if (response.getHeader(HttpHeaders.CACHE_CONTROL) == null) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        }
        response.addHeader(HttpHeaders.VARY, "Cookie, Accept-Language");
    }

    Shell of(HttpServletRequest request) {
        String path = path(request);
        String section = section(path);
        return new Shell(
                siteName.get(),
                section,
                "/" + (WITH_SEARCH.contains(section) ? section : "models"),
                Optional.ofNullable(request.getParameter("search")).orElse(""),
                user(request),
                Theme.of(request).text(),
                lang(locales.resolveLocale(request)),
                here(request, path),
                version(),
                links);
    }

    /** The path that was asked for, also on the error page that it was forwarded to. */
    private static String path(HttpServletRequest request) {
        return Objects.toString(
                request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI),
                Objects.toString(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI), request.getRequestURI()));
    }

    private static String section(String path) {
        String[] segments = path.split("/", -1);
        String first = segments.length > 1 ? segments[1] : "";
        if (first.equals("models") || WITH_SEARCH.contains(first)) {
            return first;
        }
        return segments.length > 2 && !NO_MODELS.contains(first) ? "models" : "";
    }

    /** A page that answers a form has no address of its own to come back to. */
    private static String here(HttpServletRequest request, String path) {
        if (!request.getMethod().equals("GET") || path.startsWith("//")) {
            return "/";
        }
        return request.getQueryString() == null ? path : path + "?" + request.getQueryString();
    }

    private static @Nullable AvatarView user(HttpServletRequest request) {
        return switch (CallerArgument.of(request)) {
            case Caller.Anonymous() -> null;
            case Caller.Member member ->
                AvatarView.of(member.name(), member.user().fullName());
        };
    }

    static String lang(Locale locale) {
        return locale.getLanguage().equals("zh") ? "zh-Hans" : "en";
    }

    private static String version() {
        return Objects.requireNonNullElse(ShellInterceptor.class.getPackage().getImplementationVersion(), "dev");
    }
}
