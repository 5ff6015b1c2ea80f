package granary.web.transfer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class TransferConfiguration {
    @Bean
    JsonBodies jsonBodies(JsonMapper json) {
        return new JsonBodies(json);
    }
}
