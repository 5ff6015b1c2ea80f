package granary.web.storage;

import granary.blob.ObjectStore;
import granary.blob.content.XetContentStore;
import granary.blob.local.LocalObjectStore;
import granary.web.settings.HubSettings;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
class StorageConfiguration {
    @Bean
    ObjectStore objectStore(HubSettings settings) throws IOException {
        return new LocalObjectStore(settings.objectsFolder());
    }

    @Bean
    XetContentStore contentStore(ObjectStore objects, JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new XetContentStore(objects, jdbc, transactions);
    }
}
