package granary.repo.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Gives up on a client that sends next to nothing, or for too long. Only time spent waiting for the client counts as
 * stalled; the connection below still has to end a read that never returns.
 */
final class PacedInput extends FilterInputStream {
    private static final long RATE_MIN_BYTES_PER_SECOND = 512;

    private final long endNanos;
    private final long stalledNanosMax;
    private long waitedNanos;
    private long receivedInWindow;

    PacedInput(InputStream in, Duration timeMax, Duration stalledTimeMax) {
        super(in);
        this.endNanos = System.nanoTime() + timeMax.toNanos();
        this.stalledNanosMax = stalledTimeMax.toNanos();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Reads what it skips: skipping must not be a way round the pace. */
    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(count, 8192)];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        long start = System.nanoTime();
        int count = in.read(target, offset, length);
        long now = System.nanoTime();
        waitedNanos += now - start;
        receivedInWindow += Math.max(count, 0);
        if (now - endNanos > 0) {
            throw new SlowPeerException("the transfer takes longer than the server allows");
        }
        if (count > 0 && waitedNanos > stalledNanosMax) {
            requirePace();
        }
        return count;
    }

    private void requirePace() throws SlowPeerException {
        long seconds = Math.max(1, Duration.ofNanos(waitedNanos).toSeconds());
        if (receivedInWindow < seconds * RATE_MIN_BYTES_PER_SECOND) {
            throw new SlowPeerException(
                    "the client sends fewer than %d bytes a second".formatted(RATE_MIN_BYTES_PER_SECOND));
        }
        waitedNanos = 0;
        receivedInWindow = 0;
    }
}
