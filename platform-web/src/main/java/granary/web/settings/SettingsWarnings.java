package granary.web.settings;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** What is allowed but hardly ever meant. */
final class SettingsWarnings {
    private SettingsWarnings() {}

    static List<String> of(HubSettings settings) {
        var warnings = new ArrayList<String>();
        if (!isLoopback(settings.host()) && settings.publicUrl().isEmpty()) {
            warnings.add(
                    ("Warning: other machines can reach this hub, but it does not know its own name; set --public-url"
                                    + " to what they call it, such as http://%s:%d.")
                            .formatted("hub.example.org", settings.port()));
        }
        if (!isLoopback(settings.host())
                && settings.tls().isEmpty()
                && settings.trustedProxies().isEmpty()) {
            warnings.add(
                    "Warning: passwords and tokens travel unencrypted; set --tls-cert and --tls-key, or put a proxy"
                            + " with HTTPS in front and name it in --trusted-proxies.");
        }
        return List.copyOf(warnings);
    }

    private static boolean isLoopback(String host) {
        InetAddress address = new InetSocketAddress(host, 0).getAddress();
        return address != null && address.isLoopbackAddress();
    }
}
