package granary.web.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class JobConfiguration {
    /** One for what runs for hours, such as the scrub, and some for what must not wait for it. */
    private static final int THREADS = 4;

    private static final Duration POLL = Duration.ofSeconds(30);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(3);

    @Bean(initMethod = "start", destroyMethod = "stop")
    Scheduler jobScheduler(DataSource dataSource, List<Job> jobs) {
        List<RecurringTask<Void>> tasks =
                jobs.stream().map(JobConfiguration::task).toList();
        return Scheduler.create(dataSource)
                .startTasks(tasks)
                .threads(THREADS)
                .pollingInterval(POLL)
                .shutdownMaxWait(STOP_DEADLINE)
                .build();
    }

    private static RecurringTask<Void> task(Job job) {
        return Tasks.recurring(job.name(), FixedDelay.of(job.pause())).execute((_, _) -> {
            try {
                job.work().run();
            } catch (Exception e) {
                throw new IllegalStateException("the job '%s' failed".formatted(job.name()), e);
            }
        });
    }
}
