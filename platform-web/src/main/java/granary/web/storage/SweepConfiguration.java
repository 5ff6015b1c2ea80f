package granary.web.storage;

import granary.blob.ObjectStore;
import granary.blob.content.OrphanSweep;
import granary.repo.git.GitRepositories;
import granary.web.job.Job;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** What removes bytes that a killed process left without a row (architecture.md §3: after 24 hours). */
@Configuration(proxyBeanMethods = false)
class SweepConfiguration {
    private static final Duration EVERY = Duration.ofHours(1);

    @Bean
    Job xorbOrphanSweep(ObjectStore objects, JdbcClient jdbc, PlatformTransactionManager transactions) {
        var sweep = new OrphanSweep(objects, jdbc, transactions);
        return new Job("sweep-xorb-orphans", EVERY, () -> sweep.deleteOrphans(OrphanSweep.GRACE));
    }

    @Bean
    Job packOrphanSweep(GitRepositories repositories) {
        return new Job("sweep-pack-orphans", EVERY, () -> repositories.sweep().run(OrphanSweep.GRACE));
    }
}
