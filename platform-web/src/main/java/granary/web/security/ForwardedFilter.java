package granary.web.security;

import granary.web.settings.HubSettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Believes {@code X-Forwarded-For} and {@code X-Forwarded-Proto} of listed proxies, and of nobody else: anybody may write
 * such headers. The client's address is the last one that no listed proxy has.
 */
final class ForwardedFilter extends OncePerRequestFilter {
    private static final int ADDRESS_MAX = 64;

    private final List<IpAddressMatcher> proxies;

    ForwardedFilter(HubSettings settings) {
        this.proxies =
                settings.trustedProxies().stream().map(IpAddressMatcher::new).toList();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean believed = isProxy(request.getRemoteAddr());
        chain.doFilter(believed ? new Forwarded(request, clientOf(request)) : request, response);
    }

    private boolean isProxy(String address) {
        return proxies.stream().anyMatch(proxy -> proxy.matches(address));
    }

    private String clientOf(HttpServletRequest request) {
        String header = request.getHeader("X-Forwarded-For");
        if (header == null) {
            return request.getRemoteAddr();
        }
        String[] hops = header.split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = hops[i].strip();
            if (!hop.matches("[0-9A-Fa-f.:]{2," + ADDRESS_MAX + "}")) {
                return request.getRemoteAddr();
            }
            if (!isProxy(hop)) {
                return hop;
            }
        }
        return request.getRemoteAddr();
    }

    private static final class Forwarded extends HttpServletRequestWrapper {
        private final String client;

        Forwarded(HttpServletRequest request, String client) {
            super(request);
            this.client = client;
        }

        @Override
        public String getRemoteAddr() {
            return client;
        }

        @Override
        public boolean isSecure() {
            return super.isSecure() || "https".equalsIgnoreCase(getHeader("X-Forwarded-Proto"));
        }

        @Override
        public String getScheme() {
            return isSecure() ? "https" : super.getScheme();
        }
    }
}
