package granary.blob.content;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;

/** So many bytes per second for reading behind other work: whoever is ahead of it waits. For one thread at a time. */
public final class ReadBudget {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double nanosPerByte;
    private long paidUntil = System.nanoTime();

    private ReadBudget(double nanosPerByte) {
        this.nanosPerByte = nanosPerByte;
    }

    public static ReadBudget of(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("a budget of %d bytes per second".formatted(bytesPerSecond));
        }
        return new ReadBudget(NANOS_PER_SECOND / bytesPerSecond);
    }

    public static ReadBudget unlimited() {
        return new ReadBudget(0);
    }

    /** Waits until these bytes are paid for. What was not spent in the past is not saved. */
    public void spend(long bytes) throws IOException {
        long now = System.nanoTime();
        paidUntil = Math.max(paidUntil, now) + (long) (bytes * nanosPerByte);
        try {
            Thread.sleep(Duration.ofNanos(paidUntil - now));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    /** Takes what is read and checked, and only pays for it. */
    OutputStream sink() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                spend(1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                spend(length);
            }
        };
    }
}
