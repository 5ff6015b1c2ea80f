package granary.web.error;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class ErrorConfiguration {
    @Bean
    ErrorAnswer errorAnswer(JsonMapper json) {
        return new ErrorAnswer(json);
    }
}
