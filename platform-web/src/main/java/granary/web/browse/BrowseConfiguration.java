package granary.web.browse;

import granary.blob.content.ContentStore;
import granary.web.access.PublicUrl;
import granary.web.access.RepositoryAccess;
import granary.web.card.Cards;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BrowseConfiguration {
    @Bean
    Pages repositoryPages(RepositoryAccess access, PublicUrl publicUrl, Clock clock) {
        return new Pages(access, publicUrl, clock);
    }

    @Bean
    Readmes readmes(Cards cards) {
        return new Readmes(cards);
    }

    @Bean
    FileViews fileViews(Readmes readmes, ContentStore contents) {
        return new FileViews(readmes, contents);
    }
}
