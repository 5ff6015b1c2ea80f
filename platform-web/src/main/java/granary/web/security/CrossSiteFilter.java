package granary.web.security;

import granary.web.error.ErrorAnswer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses what a browser itself says comes from another site, when it would change something with the user's cookies. */
final class CrossSiteFilter extends OncePerRequestFilter {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final ErrorAnswer errors;

    CrossSiteFilter(ErrorAnswer errors) {
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean changes = !READING.contains(request.getMethod()) && request.getHeader("Authorization") == null;
        String site = request.getHeader("Sec-Fetch-Site");
        if (changes && ("cross-site".equals(site) || "same-site".equals(site))) {
            errors.writeStatus(request, response, 403, "This request came from another site");
            return;
        }
        chain.doFilter(request, response);
    }
}
