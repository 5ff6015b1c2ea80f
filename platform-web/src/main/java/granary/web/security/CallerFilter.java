package granary.web.security;

import granary.web.access.Caller;
import granary.web.access.CallerArgument;
import granary.web.access.Callers;
import granary.web.access.InvalidCredentialsException;
import granary.web.error.ErrorAnswer;
import granary.web.settings.AdminSecret;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who a request is from: an access token as {@code Bearer}, or as the password of {@code Basic} (git); else the
 * browser session. A request with an {@code Authorization} header is never anybody's session. Tokens in queries or
 * cookies do not count.
 */
final class CallerFilter extends OncePerRequestFilter {
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private final Callers callers;
    private final ErrorAnswer errors;
    private final AdminSecret adminSecret;

    CallerFilter(Callers callers, ErrorAnswer errors, AdminSecret adminSecret) {
        this.callers = callers;
        this.errors = errors;
        this.adminSecret = adminSecret;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // The CAS API has tokens of its own.
        return request.getRequestURI().startsWith("/a/")
                || request.getRequestURI().startsWith("/cas/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            String header = request.getHeader("Authorization");
            CallerArgument.set(request, header == null ? ofSession() : ofHeader(request, header));
        } catch (InvalidCredentialsException e) {
            errors.write(request, response, e);
            return;
        }
        chain.doFilter(request, response);
    }

    private Caller ofSession() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof SessionUser user) {
            Optional<Caller.Member> member = callers.ofSession(user.id());
            return member.isPresent() ? member.get() : Caller.ANONYMOUS;
        }
        return Caller.ANONYMOUS;
    }

    private Caller ofHeader(HttpServletRequest request, String header) {
        String secret = secretIn(header);
        if (secret == null) {
            throw new InvalidCredentialsException();
        }
        if (AdminDoor.covers(request) && adminSecret.isProvenBy(secret)) {
            AdminDoor.open(request);
            return Caller.ANONYMOUS;
        }
        return callers.ofToken(secret).orElseThrow(InvalidCredentialsException::new);
    }

    /** The token a header carries. */
    private static @Nullable String secretIn(String header) {
        String scheme = header.toLowerCase(Locale.ROOT);
        if (scheme.startsWith(BEARER)) {
            return header.substring(BEARER.length()).strip();
        }
        return scheme.startsWith(BASIC)
                ? passwordIn(header.substring(BASIC.length()).strip())
                : null;
    }

    private static @Nullable String passwordIn(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon < 0) {
                return null;
            }
            // git sends the token as the password; some clients send it as the name and leave the password empty
            String password = pair.substring(colon + 1);
            return password.isEmpty() ? pair.substring(0, colon) : password;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
