package granary.repo.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.jgit.transport.FetchV2Request;
import org.eclipse.jgit.transport.ProtocolV2Hook;
import org.eclipse.jgit.transport.ServiceMayNotContinueException;

/**
 * Finds the line {@code deepen-relative} in a fetch request. Protocol 2 offers it together with shallow clones, JGit
 * cannot do it and does not say; this tells the client what to do instead.
 */
final class DeepenGuard extends FilterInputStream implements ProtocolV2Hook {
    private static final byte[] LINE = "0013deepen-relative".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINE_WITH_LF = "0014deepen-relative".getBytes(StandardCharsets.US_ASCII);

    private final byte[] last = new byte[LINE.length];
    private boolean found;

    DeepenGuard(InputStream in) {
        super(in);
    }

    @Override
    public void onFetch(FetchV2Request request) throws ServiceMayNotContinueException {
        if (found) {
            throw new ServiceMayNotContinueException(
                    "this server cannot deepen relative to a shallow clone; use --depth N with all the commits you want,"
                            + " or --unshallow");
        }
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        if (value >= 0) {
            look((byte) value);
        }
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        for (int i = 0; i < count; i++) {
            look(target[offset + i]);
        }
        return count;
    }

    private void look(byte value) {
        System.arraycopy(last, 1, last, 0, last.length - 1);
        last[last.length - 1] = value;
        found |= value == 'e' && (Arrays.equals(last, LINE) || Arrays.equals(last, LINE_WITH_LF));
    }
}
