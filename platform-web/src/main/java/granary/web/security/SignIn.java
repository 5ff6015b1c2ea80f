package granary.web.security;

import granary.web.account.User;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;

/** Signs somebody in whose identity was just proven by other means than the login form: at setup. */
public final class SignIn {
    private final SecurityContextRepository contexts;

    SignIn(SecurityContextRepository contexts) {
        this.contexts = contexts;
    }

    public void signIn(User user, HttpServletRequest request, HttpServletResponse response) {
        if (request.getSession(false) != null) {
            request.changeSessionId();
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authenticationOf(user));
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
    }

    static Authentication authenticationOf(User user) {
        return UsernamePasswordAuthenticationToken.authenticated(
                new SessionUser(user.id(), user.name()), null, List.of());
    }
}
