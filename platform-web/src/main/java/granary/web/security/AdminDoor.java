package granary.web.security;

import granary.web.access.Caller;
import granary.web.access.CallerArgument;
import granary.web.access.ForbiddenException;
import granary.web.access.NotSignedInException;
import granary.web.token.TokenScope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets only the server's own command line (by the secret in the data folder) and administrators with an admin token to
 * {@code /api/admin}. A browser session does not do: these calls have no page to come from.
 */
final class AdminDoor implements HandlerInterceptor {
    private static final String PATH = "/api/admin/";
    private static final String OPENED = AdminDoor.class.getName();

    static boolean covers(HttpServletRequest request) {
        return request.getRequestURI().startsWith(PATH);
    }

    static void open(HttpServletRequest request) {
        request.setAttribute(OPENED, true);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getAttribute(OPENED) != null) {
            return true;
        }
        if (!(CallerArgument.of(request) instanceof Caller.Member member)) {
            throw new NotSignedInException();
        }
        boolean byToken = member.token().isPresent() && member.scopeAllows(TokenScope.ADMIN);
        if (!member.user().siteAdmin() || !byToken) {
            throw new ForbiddenException("This needs an administrator's access token with the scope 'admin'");
        }
        return true;
    }
}
