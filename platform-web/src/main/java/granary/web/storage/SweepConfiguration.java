package granary.web.storage;

import granary.blob.ObjectStore;
import granary.blob.content.OrphanSweep;
import granary.blob.content.XetContentStore;
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

    /** Almost always there is nothing: contents are proven right behind their upload, unless a hub stops before. */
    @Bean
    Job declaredContentProof(XetContentStore contents) {
        return new Job("prove-declared-content", EVERY, contents::proveLeftOver);
    }

    /** A start does this too, but a hub that runs for months does not start. */
    @Bean
    Job abandonedUploadSweep(ObjectStore objects) {
        return new Job("sweep-abandoned-uploads", EVERY, () -> objects.removeAbandoned(ObjectStore.ABANDONED_AFTER));
    }

    @Bean
    Job packOrphanSweep(GitRepositories repositories) {
        return new Job("sweep-pack-orphans", EVERY, () -> repositories.sweep().run(OrphanSweep.GRACE));
    }
}
