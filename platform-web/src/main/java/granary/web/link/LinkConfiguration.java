package granary.web.link;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class LinkConfiguration {
    @Bean
    Signer signer(JdbcClient jdbc, Clock clock) {
        return new Signer(new LinkKey(jdbc)::secret, clock);
    }
}
