package granary.blob.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait for a server, and how often to ask it again.
 *
 * @param connect for a connection
 * @param silence for the next bytes of an answer
 * @param call for a whole request and its answer, but for the bytes of an object, which go at their reader's pace
 * @param attempts how often a request is made at most
 * @param pause before the second attempt; four times as long before each further one
 * @param overall after which no further attempt begins
 */
record Patience(Duration connect, Duration silence, Duration call, int attempts, Duration pause, Duration overall) {
    /** An intake waits five minutes for a xorb, so a part has to be through, or given up, within four. */
    static final Patience USUAL = new Patience(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            5,
            Duration.ofMillis(100),
            Duration.ofMinutes(2));

    private static final int PAUSE_FACTOR = 4;

    /** Something that may fail for a while. */
    interface Request<T> {
        T send() throws IOException;
    }

    /** The answer to the first attempt that gets one, or the last failure. */
    <T> T ask(Request<T> request) throws IOException {
        long started = System.nanoTime();
        Duration wait = pause;
        for (int attempt = 1; ; attempt++) {
            try {
                return request.send();
            } catch (S3Failure failure) {
                boolean late = System.nanoTime() - started + wait.toNanos() > overall.toNanos();
                if (!failure.mayPass() || attempt == attempts || late) {
                    throw failure;
                }
            }
            rest(wait);
            wait = wait.multipliedBy(PAUSE_FACTOR);
        }
    }

    /** Half of the time, and a part of the other half by chance, so that many who failed together do not return together. */
    static void rest(Duration pause) throws IOException {
        long half = pause.toMillis() / 2;
        try {
            Thread.sleep(half + ThreadLocalRandom.current().nextLong(half + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted between two attempts").initCause(e);
        }
    }
}
