package granary.web.transfer;

import java.io.IOException;

/** The client sends or takes its bytes too slowly, or not at all, and is cut off. */
public final class StalledException extends IOException {
    StalledException() {
        super("the connection stalled");
    }

    StalledException(Throwable cause) {
        super("the connection stalled", cause);
    }
}
