package granary.web.card;

import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CardConfiguration {
    @Bean
    Cards cards(MessageSource messages) {
        return new Cards(messages);
    }
}
