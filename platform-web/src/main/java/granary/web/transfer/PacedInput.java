package granary.web.transfer;

import granary.web.error.ConnectionLostException;
import java.io.IOException;
import java.io.InputStream;

/** A request body that must keep coming. */
public final class PacedInput extends InputStream {
    private static final int DRAIN_BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final Pace pace;

    public PacedInput(InputStream in, Pace pace) {
        this.in = in;
        this.pace = pace;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return pace.timed(() -> readFromClient(target, offset, length));
    }

    private int readFromClient(byte[] target, int offset, int length) throws IOException {
        try {
            return in.read(target, offset, length);
        } catch (IOException e) {
            throw new ConnectionLostException("the connection fell silent or broke off", e);
        }
    }

    /**
     * Reads on without keeping anything. A client that is still sending when its request is refused would find the
     * connection closed, and never come to reading why.
     */
    public void drain(long bytesMax) throws IOException {
        byte[] buffer = new byte[DRAIN_BUFFER_BYTES];
        long left = bytesMax;
        for (int count = 0; count >= 0 && left > 0; count = read(buffer, 0, buffer.length)) {
            left -= count;
        }
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
