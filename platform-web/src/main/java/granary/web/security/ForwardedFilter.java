package granary.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Believes {@code X-Forwarded-For}, {@code -Proto} and {@code -Host} of listed proxies, and of nobody else: anybody may
 * write such headers. The client's address is the last one that no listed proxy has; the host is the first, which the
 * client asked for.
 */
final class ForwardedFilter extends OncePerRequestFilter {
    private static final int ADDRESS_MAX = 64;
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,64}])(?::([0-9]{1,5}))?");

    private final List<IpAddressMatcher> proxies;

    /** Believes these addresses or CIDR ranges. */
    ForwardedFilter(List<String> proxies) {
        this.proxies = proxies.stream().map(IpAddressMatcher::new).toList();
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

        @Override
        public String getServerName() {
            return forwardedHost().map(host -> host.group(1)).orElseGet(super::getServerName);
        }

        /** Where no port is written it is the usual one of what the client spoke, which the proxy may not speak to us. */
        @Override
        public int getServerPort() {
            return forwardedHost()
                    .or(() -> hostIn("Host"))
                    .map(host -> host.group(2) == null ? (isSecure() ? 443 : 80) : Integer.parseInt(host.group(2)))
                    .orElseGet(super::getServerPort);
        }

        private Optional<MatchResult> forwardedHost() {
            return hostIn("X-Forwarded-Host");
        }

        private Optional<MatchResult> hostIn(String name) {
            String header = getHeader(name);
            Matcher host = HOST.matcher(header == null ? "" : header.split(",", -1)[0].strip());
            return host.matches() ? Optional.of(host.toMatchResult()) : Optional.empty();
        }
    }
}
