package granary.repo.git;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The heap that all pushes of this node together may use for putting deltas together; one push gets half at most. */
final class DeltaBudget {
    private static final int UNIT_BYTES = 1024;
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    /** Who holds memory others wait for, waits less: two of them may wait for each other. */
    private static final Duration WAIT_HOLDING_MAX = Duration.ofSeconds(3);

    private final int units;
    private final Semaphore free;

    DeltaBudget(long bytes) {
        this.units = Math.clamp(bytes / UNIT_BYTES, 1, Integer.MAX_VALUE);
        this.free = new Semaphore(units);
    }

    /** One push's share; closing gives it back. */
    Share share() {
        return new Share();
    }

    /** For one thread. */
    final class Share implements AutoCloseable {
        private int held;

        /** Holds this many bytes from now on, more or fewer than before; waits for other pushes if it has to. */
        void hold(long bytes) throws IOException {
            long wanted = (bytes + UNIT_BYTES - 1) / UNIT_BYTES;
            if (wanted > units / 2) {
                throw new PushRefusedException("the pack needs more memory than one push may use;"
                        + " pack it with less depth (git repack -adf --depth=10) or push in smaller parts");
            }
            if (wanted < held) {
                free.release(held - (int) wanted);
            } else if (wanted > held) {
                acquire((int) wanted - held);
            }
            held = (int) wanted;
        }

        private void acquire(int more) throws IOException {
            Duration waitMax = held == 0 ? WAIT_MAX : WAIT_HOLDING_MAX;
            try {
                if (!free.tryAcquire(more, waitMax.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new PushRefusedException("the server is busy with other pushes; try again in a minute");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for other pushes", e);
            }
        }

        @Override
        public void close() {
            free.release(held);
            held = 0;
        }
    }
}
