package granary.web.transfer;

import granary.web.settings.HubSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class TransferConfiguration {
    @Bean
    JsonBodies jsonBodies(JsonMapper json) {
        return new JsonBodies(json);
    }

    @Bean
    Spills spills(HubSettings settings) {
        return new Spills(settings.data().resolve("tmp"));
    }
}
