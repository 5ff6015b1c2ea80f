package granary.web.storage;

import granary.blob.ObjectStore;
import granary.blob.content.XetContentStore;
import granary.repo.git.GitLimits;
import granary.repo.git.GitRepositories;
import granary.repo.transport.GitTransport;
import granary.repo.transport.SmartHttpTransport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** What is built on the object store, which the hub opens before anything else of it starts. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {
    @Bean
    XetContentStore contentStore(ObjectStore objects, JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new XetContentStore(objects, jdbc, transactions);
    }

    @Bean
    GitRepositories repositories(
            JdbcClient jdbc, PlatformTransactionManager transactions, ObjectStore objects, XetContentStore contents) {
        return new GitRepositories(jdbc, transactions, objects, contents, GitLimits.defaults());
    }

    @Bean
    GitTransport gitTransport(GitRepositories repositories, XetContentStore contents) {
        return new SmartHttpTransport(repositories.storage(), contents);
    }
}
