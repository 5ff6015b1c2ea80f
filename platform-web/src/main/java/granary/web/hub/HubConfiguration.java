package granary.web.hub;

import granary.blob.content.ContentStore;
import granary.web.access.PublicUrl;
import granary.web.transfer.Spills;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HubConfiguration {
    @Bean
    NextPage hubNextPage(PublicUrl publicUrl) {
        return new NextPage(publicUrl);
    }

    @Bean
    CommitFiles commitFiles(ContentStore contents, Spills spills) {
        return new CommitFiles(contents, spills);
    }
}
