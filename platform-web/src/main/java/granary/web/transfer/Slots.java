package granary.web.transfer;

import granary.repo.BusyException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds how much of something costly happens at once on this node; who waits too long is asked to come back. */
public final class Slots {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final Semaphore free;
    private final Duration patience;

    public Slots(int count, Duration patience) {
        this.free = new Semaphore(count, true);
        this.patience = patience;
    }

    /** Takes a slot, waiting for one if need be; the caller closes it. */
    public Slot take() {
        try {
            if (free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return free::release;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new BusyException("The server is busy. Try again in a moment.", RETRY_AFTER);
    }

    /** Something held until closed. */
    public interface Slot extends AutoCloseable {
        @Override
        void close();
    }
}
