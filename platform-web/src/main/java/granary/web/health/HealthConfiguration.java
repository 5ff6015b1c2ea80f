package granary.web.health;

import granary.blob.ObjectStore;
import granary.web.settings.HubSettings;
import granary.web.settings.ObjectLocation;
import granary.web.supervisor.PreviewSupervisor;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
    @Bean
    Health health(DataSource database, ObjectStore objects, HubSettings settings, PreviewSupervisor preview) {
        return new Health(database, objects, writtenFolder(settings), preview);
    }

    /** Where room runs out first: a bucket's is its server's business, but what is on its way there waits here. */
    private static Path writtenFolder(HubSettings settings) {
        return switch (settings.objectLocation()) {
            case ObjectLocation.Folder(Path path) -> path;
            case ObjectLocation.Bucket _ -> settings.data();
        };
    }
}
