package granary.repo.transport;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Gives up on an answer that takes too long; a stalled write itself is ended by the connection below. */
final class PacedOutput extends FilterOutputStream {
    private final long endNanos;

    PacedOutput(OutputStream out, Duration timeMax) {
        super(out);
        this.endNanos = System.nanoTime() + timeMax.toNanos();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        if (System.nanoTime() - endNanos > 0) {
            throw new SlowPeerException("the transfer takes longer than the server allows");
        }
    }
}
