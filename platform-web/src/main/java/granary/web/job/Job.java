package granary.web.job;

import java.time.Duration;

/**
 * Work to be done again and again. Features make one as a bean.
 *
 * @param name tells it from all others, in the database too
 * @param pause how long after one run ends the next begins
 * @param work what to do; when it throws, the run is logged as failed and the next one comes at its time
 */
public record Job(String name, Duration pause, Work work) {
    /** One run of a job. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }
}
