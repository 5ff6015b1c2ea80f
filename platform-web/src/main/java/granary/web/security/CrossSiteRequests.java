package granary.web.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Which requests need a CSRF token: those that change something and that a browser could have been tricked into sending
 * with its cookies. A request with an {@code Authorization} header was not; nor does one without any session do harm at
 * the doors that programs use.
 */
final class CrossSiteRequests implements RequestMatcher {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final String sessionCookie;

    CrossSiteRequests(String sessionCookie) {
        this.sessionCookie = sessionCookie;
    }

    @Override
    public boolean matches(HttpServletRequest request) {
        if (request.getDispatcherType() != DispatcherType.REQUEST) {
            return false; // on its way to the error page, with nothing done
        }
        if (READING.contains(request.getMethod()) || request.getHeader("Authorization") != null) {
            return false;
        }
        return hasSession(request) || isForm(request);
    }

    private boolean hasSession(HttpServletRequest request) {
        return request.getCookies() != null
                && java.util.Arrays.stream(request.getCookies())
                        .anyMatch(cookie -> cookie.getName().equals(sessionCookie));
    }

    /** The forms that work without a session, login and setup, and with them every page's. */
    private static boolean isForm(HttpServletRequest request) {
        String path = request.getRequestURI();
        boolean program = path.startsWith("/api/")
                || path.startsWith("/lfs/")
                || path.contains("/info/lfs")
                || path.endsWith("/git-upload-pack")
                || path.endsWith("/git-receive-pack")
                || path.startsWith("/cas/")
                || path.startsWith("/v1/");
        return !program;
    }
}
