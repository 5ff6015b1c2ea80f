package granary.web;

import granary.web.settings.HubSettings;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.web.context.support.StandardServletEnvironment;

/**
 * What Spring knows: the hub's settings, and {@code application.yaml} on the class path. The machine's environment is
 * left out, because a {@code DEBUG} or {@code SERVER_PORT} there is meant for somebody else.
 */
final class HubEnvironment extends StandardServletEnvironment {
    HubEnvironment(HubSettings settings) {
        getPropertySources().remove(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        addSettings(getPropertySources(), settings);
    }

    private static void addSettings(MutablePropertySources sources, HubSettings settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("spring.config.location", "classpath:/application.yaml");
        properties.put("server.address", settings.host());
        properties.put("server.port", settings.port());
        properties.put("logging.level.granary", settings.logLevel().name().toLowerCase(Locale.ROOT));
        settings.tls().ifPresent(tls -> {
            properties.put("server.ssl.certificate", tls.certificate().toUri().toString());
            properties.put(
                    "server.ssl.certificate-private-key", tls.key().toUri().toString());
        });
        sources.addFirst(new MapPropertySource("granary settings", properties));
    }
}
