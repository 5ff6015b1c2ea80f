package granary.web.storage;

import granary.blob.content.Scrub;
import granary.blob.content.XetContentStore;
import granary.repo.git.GitRepositories;
import granary.repo.git.PackScrub;
import granary.web.job.Job;
import granary.web.settings.HubSettings;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What reads everything that is stored again, to find what rots. */
@Configuration(proxyBeanMethods = false)
class ScrubConfiguration {
    /** Short: a run lasts minutes, and what is left of one is the next one's. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    @Bean(destroyMethod = "close")
    SecondStore secondStore(HubSettings settings) {
        return new SecondStore(settings.scrub()
                .second()
                .map(place ->
                        ObjectStores.open(place, settings.data().resolve("tmp").resolve("second"))));
    }

    @Bean
    Scrub scrub(XetContentStore contents, SecondStore second) {
        return contents.scrub(second.objects());
    }

    @Bean
    PackScrub packScrub(GitRepositories repositories, SecondStore second) {
        return repositories.scrub(second.objects());
    }

    @Bean
    Job scrubJob(Scrub scrub, PackScrub packs, GitRepositories repositories, HubSettings settings) {
        var run = new ScrubRun(scrub, packs, repositories, settings.scrub());
        return new Job("scrub", PAUSE, run::run);
    }
}
