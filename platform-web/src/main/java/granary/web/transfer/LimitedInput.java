package granary.web.transfer;

import granary.repo.LimitException;
import java.io.IOException;
import java.io.InputStream;

/** A stream that refuses to be longer than a limit: what comes out of a gzip stream, say. */
public final class LimitedInput extends InputStream {
    private final InputStream in;
    private final long bytesMax;
    private final String what;
    private long read;

    /** {@code what} begins the sentence of the {@link LimitException}, such as {@code The body}. */
    public LimitedInput(InputStream in, long bytesMax, String what) {
        this.in = in;
        this.bytesMax = bytesMax;
        this.what = what;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        read += Math.max(0, count);
        if (read > bytesMax) {
            throw new LimitException("%s is longer than %d bytes".formatted(what, bytesMax));
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
