package granary.web.transfer;

import granary.web.error.ConnectionLostException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How fast the other side must be: a stalled client is cut off. Counts only the time spent waiting for it, so that our
 * own work between reads is not held against it.
 */
public final class Pace {
    /** What any real connection reaches. A client that trickles less holds memory and slots for nothing. */
    static final long BYTES_PER_SECOND_MIN = 1024;

    static final Duration GRACE = Duration.ofSeconds(20);

    private final LongSupplier nanoClock;
    private long waitedNanos;
    private long bytes;

    public Pace() {
        this(System::nanoTime);
    }

    Pace(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Runs something that waits for the other side and says how many bytes that moved. */
    int timed(Transfer transfer) throws IOException {
        long before = nanoClock.getAsLong();
        int moved = transfer.run();
        waitedNanos += nanoClock.getAsLong() - before;
        bytes += Math.max(0, moved);
        long graceful = Math.max(0, waitedNanos - GRACE.toNanos());
        if (bytes < graceful / Duration.ofSeconds(1).toNanos() * BYTES_PER_SECOND_MIN) {
            throw new ConnectionLostException("the connection was too slow for too long");
        }
        return moved;
    }

    /** One read or write; returns the number of bytes moved. */
    interface Transfer {
        int run() throws IOException;
    }
}
