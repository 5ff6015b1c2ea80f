package granary.web.security;

import granary.web.access.MalformedRequestException;
import granary.web.access.UrlPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedException;

/**
 * Refuses paths that could mean two things, and nothing else: Hub clients need encoded slashes, percents and backslashes
 * (hub-api.md §0.4), which Spring's own firewall would refuse.
 */
final class UrlFirewall implements HttpFirewall {
    @Override
    public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
        try {
            UrlPath.of(request);
        } catch (MalformedRequestException e) {
            var rejected = new RequestRejectedException(String.valueOf(e.getMessage()));
            rejected.initCause(e);
            throw rejected;
        }
        return new Unchanged(request);
    }

    @Override
    public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
        return response;
    }

    private static final class Unchanged extends FirewalledRequest {
        Unchanged(HttpServletRequest request) {
            super(request);
        }

        @Override
        public void reset() {
            // there is nothing that was changed
        }
    }
}
