package granary.web.security;

import granary.web.access.PublicUrl;
import granary.web.error.ErrorAnswer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What every request and answer has, whatever happens in between: an id, the security headers (set before anything can
 * be written, so that streams and errors carry them too), a host name that is ours, and an answer when it fails.
 */
final class RequestFrame extends OncePerRequestFilter {
    static final String REQUEST_ID = "granary.request-id";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:=-]{1,100}");

    /** Everything from ourselves, nothing inline (ux.md rule 4). */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data: blob:; font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; "
            + "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final PublicUrl publicUrl;
    private final ErrorAnswer errors;

    RequestFrame(PublicUrl publicUrl, ErrorAnswer errors) {
        this.publicUrl = publicUrl;
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = requestId(request);
        request.setAttribute(REQUEST_ID, id);
        response.setHeader("X-Request-Id", id);
        secure(request, response);
        try {
            if (publicUrl.knows(request)) {
                chain.doFilter(request, response);
            } else {
                errors.writeStatus(
                        request,
                        response,
                        421,
                        "This server is not called that. Its administrator can set GRANARY_PUBLIC_URL.");
            }
        } catch (RuntimeException e) {
            errors.write(request, response, e);
        }
    }

    /** The client's own id for the request, as Hub clients expect it back (hub-api.md §1.6), else a fresh one. */
    private static String requestId(HttpServletRequest request) {
        for (String header : new String[] {"X-Request-Id", "X-Amzn-Trace-Id"}) {
            String id = request.getHeader(header);
            if (id != null && ID.matcher(id).matches()) {
                return id;
            }
        }
        return UUID.randomUUID().toString();
    }

    private static void secure(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
