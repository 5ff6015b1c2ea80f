package granary.web.health;

import granary.blob.ObjectStore;
import granary.web.settings.HubSettings;
import granary.web.supervisor.PreviewSupervisor;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
    @Bean
    Health health(DataSource database, ObjectStore objects, HubSettings settings, PreviewSupervisor preview) {
        return new Health(database, objects, settings.objectsFolder(), preview);
    }
}
