package granary.web.access;

import granary.web.account.Site;
import granary.web.settings.HubSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What clients call this hub: the setting, else the answer given at setup, else the address they came to. */
public final class PublicUrl {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Pattern LOOPBACK_ADDRESS = Pattern.compile("127(?:\\.\\d{1,3}){3}");
    private static final String ATTRIBUTE = PublicUrl.class.getName();

    private final HubSettings settings;
    private final Site site;

    PublicUrl(HubSettings settings, Site site) {
        this.settings = settings;
        this.site = site;
    }

    /**
     * The base of absolute URLs, such as {@code https://hub.example.org}, without a slash at its end. Whoever comes over
     * loopback gets the name they used, so that clients on the machine itself see one host everywhere.
     */
    public String of(HttpServletRequest request) {
        String host = request.getServerName();
        Optional<String> configured = isLoopbackName(host) ? Optional.empty() : configured(request);
        return configured.orElseGet(() -> addressOf(request, host));
    }

    private static String addressOf(HttpServletRequest request, String host) {
        int port = request.getServerPort();
        boolean usual = port == (request.isSecure() ? 443 : 80);
        return request.getScheme() + "://" + host + (usual ? "" : ":" + port);
    }

    /** What was set, looked up once for each request: the answer at setup is in the database. */
    private Optional<String> configured(HttpServletRequest request) {
        if (settings.publicUrl().isPresent()) {
            return settings.publicUrl().map(URI::toString);
        }
        if (request.getAttribute(ATTRIBUTE) instanceof Configured known) {
            return known.url();
        }
        Optional<String> answered = site.publicUrl();
        request.setAttribute(ATTRIBUTE, new Configured(answered));
        return answered;
    }

    private record Configured(Optional<String> url) {}

    /** Whether a {@code Host} header names this hub; any other is refused, lest links in answers lead elsewhere. */
    public boolean knows(HttpServletRequest request) {
        String host = request.getServerName();
        return isLoopbackName(host)
                || host.equals(bracketed(request.getLocalAddr()))
                || host.equalsIgnoreCase(settings.host())
                || configured(request)
                        .map(url -> host.equalsIgnoreCase(URI.create(url).getHost()))
                        .orElse(false);
    }

    private static String bracketed(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    private static boolean isLoopbackName(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return LOOPBACK_NAMES.contains(name) || LOOPBACK_ADDRESS.matcher(name).matches() || name.endsWith(".localhost");
    }
}
