package granary.web.storage;

import granary.blob.ObjectStore;
import granary.blob.content.ContentSweep;
import granary.blob.content.OrphanSweep;
import granary.blob.content.Repack;
import granary.blob.content.XetContentStore;
import granary.repo.git.GitRepositories;
import granary.web.job.Job;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** What gives room back, each thing after its grace (architecture.md §3). */
@Configuration(proxyBeanMethods = false)
class SweepConfiguration {
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration DAILY = Duration.ofDays(1);

    @Bean
    Sweeps sweeps(
            ObjectStore objects,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            GitRepositories repositories) {
        return new Sweeps(
                new ContentSweep(objects, jdbc, transactions),
                new Repack(objects, jdbc, transactions),
                new OrphanSweep(objects, jdbc, transactions),
                repositories.sweep());
    }

    /** Contents that no repository holds and xorbs that no content is made of. */
    @Bean
    Job contentSweep(Sweeps sweeps) {
        return new Job("sweep-contents", EVERY, () -> sweeps.contents().run(ContentSweep.GRACE));
    }

    @Bean
    Job sparseXorbRepack(Sweeps sweeps) {
        return new Job("repack-sparse-xorbs", DAILY, () -> sweeps.repack(ContentSweep.GRACE));
    }

    /** What a killed process left without a row. */
    @Bean
    Job xorbOrphanSweep(Sweeps sweeps) {
        return new Job("sweep-xorb-orphans", EVERY, () -> sweeps.orphans().deleteOrphans(OrphanSweep.GRACE));
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
    Job packOrphanSweep(Sweeps sweeps) {
        return new Job("sweep-pack-orphans", EVERY, () -> sweeps.packs().run(OrphanSweep.GRACE));
    }
}
