package granary.web.settings;

import java.net.URI;
import java.net.URISyntaxException;

/** The address of a server: {@code http://} or {@code https://}, a host and perhaps a port, and no path. */
final class ServerUrl {
    private static final String EXPECTED = "http:// or https://, a host and perhaps a port, and no path";

    private ServerUrl() {}

    /** Without a slash at its end. */
    static URI of(Given given) {
        return of(given, "the address of a server: " + EXPECTED);
    }

    /** As {@link #of(Given)}, for an address that other people use. */
    static URI ofPublic(Given given) {
        return of(given, "a public URL: " + EXPECTED);
    }

    private static URI of(Given given, String expected) {
        try {
            String text = given.text().endsWith("/")
                    ? given.text().substring(0, given.text().length() - 1)
                    : given.text();
            var url = new URI(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web && url.getHost() != null && url.getUserInfo() == null && isBare(url)) {
                return url;
            }
        } catch (URISyntaxException notAUrl) {
            throw given.refused(expected);
        }
        throw given.refused(expected);
    }

    private static boolean isBare(URI url) {
        return url.getRawPath().isEmpty() && url.getRawQuery() == null && url.getRawFragment() == null;
    }
}
