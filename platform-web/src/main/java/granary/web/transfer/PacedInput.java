package granary.web.transfer;

import granary.web.error.ConnectionLostException;
import java.io.IOException;
import java.io.InputStream;

/** A request body that must keep coming. */
public final class PacedInput extends InputStream {
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

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
