package granary.web.transfer;

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
        pace.timed(() -> {
            out.write(source, offset, length);
            return length;
        });
    }

    @Override
    public void flush() throws IOException {
        pace.timed(() -> {
            out.flush();
            return 0;
        });
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
