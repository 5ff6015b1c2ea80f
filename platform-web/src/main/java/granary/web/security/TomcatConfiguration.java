package granary.web.security;

import org.apache.catalina.connector.Connector;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets through what {@link UrlFirewall} judges: encoded slashes and backslashes in names (hub-api.md §1.8), characters
 * that browsers do not escape, and forms of thousands of fields.
 */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {
    private static final String PASS_THROUGH = "passthrough";

    /** Python sends up to 500 paths as form fields; security.md asks that 5,000 are answered, not dropped. */
    private static final int FORM_FIELDS_MAX = 20_000;

    private static final int FORM_BYTES_MAX = 8 << 20;

    /** How much of a refused body is read so that the client hears why, before the connection is cut. */
    private static final int REFUSED_BYTES_READ = 2 << 20;

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> names() {
        return tomcat -> tomcat.addConnectorCustomizers(TomcatConfiguration::configure);
    }

    private static void configure(Connector connector) {
        connector.setEncodedSolidusHandling(PASS_THROUGH);
        connector.setEncodedReverseSolidusHandling(PASS_THROUGH);
        connector.setMaxParameterCount(FORM_FIELDS_MAX);
        connector.setMaxPostSize(FORM_BYTES_MAX);
        connector.setProperty("relaxedPathChars", "\"<>[]^`{|}");
        connector.setProperty("relaxedQueryChars", "\"<>[]^`{|}");
        connector.setProperty("maxSwallowSize", String.valueOf(REFUSED_BYTES_READ));
    }
}
