package granary.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ForwardedFilterTest {
    private static final String PROXY = "10.0.0.7";

    private final ForwardedFilter filter = new ForwardedFilter(List.of("10.0.0.0/8"));

    @ParameterizedTest
    @CsvSource({
        "hub.example.org, hub.example.org, 443",
        "hub.example.org:8443, hub.example.org, 8443",
        "'hub.example.org, inner.example.org', hub.example.org, 443",
        "[2001:db8::1], [2001:db8::1], 443",
    })
    void listedProxySaysWhatTheClientAskedFor(String forwarded, String name, int port) throws Exception {
        ServletRequest seen = through(PROXY, "X-Forwarded-Host", forwarded, "X-Forwarded-Proto", "https");

        assertThat(seen.getServerName()).isEqualTo(name);
        assertThat(seen.getServerPort()).isEqualTo(port);
        assertThat(seen.getScheme()).isEqualTo("https");
    }

    @Test
    void hostWithoutAPortHasTheUsualOneOfWhatTheClientSpoke() throws Exception {
        ServletRequest seen = through(PROXY, "Host", "hub.example.org", "X-Forwarded-Proto", "https");

        assertThat(seen.getServerPort()).isEqualTo(443);
    }

    @Test
    void anybodyElseIsNotBelieved() throws Exception {
        ServletRequest seen = through(
                "192.0.2.1",
                "X-Forwarded-Host",
                "evil.example",
                "X-Forwarded-Proto",
                "https",
                "X-Forwarded-For",
                "1.1.1.1");

        assertThat(seen.getServerName()).isEqualTo("localhost");
        assertThat(seen.getScheme()).isEqualTo("http");
        assertThat(seen.getRemoteAddr()).isEqualTo("192.0.2.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "evil.example/path", "user@evil.example", "evil.example:port", "a\\b"})
    void hostThatIsNoneIsNotTaken(String forwarded) throws Exception {
        assertThat(through(PROXY, "X-Forwarded-Host", forwarded).getServerName())
                .isEqualTo("localhost");
    }

    private ServletRequest through(String peer, String... headers) throws ServletException, IOException {
        var request = new MockHttpServletRequest("GET", "/");
        request.setRemoteAddr(peer);
        for (int i = 0; i < headers.length; i += 2) {
            request.addHeader(headers[i], headers[i + 1]);
        }
        var chain = new MockFilterChain();
        filter.doFilter(request, new MockHttpServletResponse(), chain);
        return Objects.requireNonNull(chain.getRequest());
    }
}
