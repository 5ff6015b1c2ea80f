package granary.web.token;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TokenConfiguration {
    @Bean
    Tokens tokens(StoredTokens tokens, Clock clock) {
        return new Tokens(tokens, clock);
    }
}
