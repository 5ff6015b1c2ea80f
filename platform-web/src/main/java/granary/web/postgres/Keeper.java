package granary.web.postgres;

import granary.web.settings.StartException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that starts the server, starts it again when it dies, and stops it. */
final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration PAUSE_MIN = Duration.ofMillis(200);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(12);

    private final Postmaster postmaster;
    private final CompletableFuture<Void> firstStart = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean closing;

    Keeper(Postmaster postmaster) {
        this.postmaster = postmaster;
        // A platform thread: the kernel ends the server when the thread that started it ends.
        this.thread = Thread.ofPlatform().name("postgres-keeper").daemon().unstarted(this::keep);
    }

    /** Starts the server and returns once it is ready. */
    void start() {
        thread.start();
        try {
            firstStart.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof StartException known
                    ? known
                    : new StartException("PostgreSQL did not start: %s.".formatted(failure.getCause()), failure);
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_DEADLINE);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        try {
            postmaster.start();
            firstStart.complete(null);
            while (!closing) {
                postmaster.awaitEnd();
                LOG.error("PostgreSQL ended by itself; starting it again");
                startAgain();
            }
        } catch (InterruptedException end) {
            firstStart.completeExceptionally(new StartException("The start was interrupted.", end));
        } catch (RuntimeException failure) {
            firstStart.completeExceptionally(failure);
        } finally {
            stop();
        }
    }

    private void startAgain() throws InterruptedException {
        Duration pause = PAUSE_MIN;
        while (!closing) {
            try {
                postmaster.start();
                LOG.info("PostgreSQL is back");
                return;
            } catch (StartException failure) {
                LOG.error("PostgreSQL does not come back: {}", failure.getMessage());
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
        }
    }

    private void stop() {
        // Whoever closes interrupts this thread; it still has to wait for the server's end.
        Thread.interrupted();
        try {
            postmaster.stop();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
