package granary.web.storage;

import granary.blob.ObjectStore;
import granary.blob.content.ContentCheck;
import granary.repo.git.GitRepositories;
import granary.repo.git.RepositoryCheck;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What {@code ./granary admin fsck} runs. */
@Configuration(proxyBeanMethods = false)
class CheckConfiguration {
    @Bean
    RepositoryCheck repositoryCheck(GitRepositories repositories) {
        return repositories.check();
    }

    @Bean
    ContentCheck contentCheck(ObjectStore objects, JdbcClient jdbc) {
        return new ContentCheck(objects, jdbc);
    }
}
