package granary.repo.transport;

import java.io.IOException;

/** The other side is too slow to go on with; the connection has to be closed. */
public final class SlowPeerException extends IOException {
    SlowPeerException(String message) {
        super(message);
    }
}
