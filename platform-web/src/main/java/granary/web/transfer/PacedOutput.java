package granary.web.transfer;

import granary.web.error.ConnectionLostException;
import java.io.IOException;
import java.io.OutputStream;

/** An answer that must keep being taken. */
public final class PacedOutput extends OutputStream {
    private final OutputStream out;
    private final Pace pace;

    public PacedOutput(OutputStream out, Pace pace) {
        this.out = out;
        this.pace = pace;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        pace.timed(() -> toClient(() -> out.write(source, offset, length), length));
    }

    @Override
    public void flush() throws IOException {
        pace.timed(() -> toClient(out::flush, 0));
    }

    private static int toClient(Step step, int bytes) throws IOException {
        try {
            step.run();
            return bytes;
        } catch (IOException e) {
            throw new ConnectionLostException("the connection broke off", e);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
