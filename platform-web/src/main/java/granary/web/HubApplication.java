package granary.web;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/** What the hub is made of: every feature below this package. {@link Hub} starts it, and {@link #main} a process. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class) // accounts are our own
@ConfigurationPropertiesScan
public class HubApplication {
    public static void main(String[] args) {
        HubProcess.main(args);
    }
}
