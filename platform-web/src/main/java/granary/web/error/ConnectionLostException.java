package granary.web.error;

import java.io.IOException;

/** The client went away, or sends or takes its bytes so slowly that it was cut off. There is hardly anybody to tell. */
public final class ConnectionLostException extends IOException {
    public ConnectionLostException(String message) {
        super(message);
    }

    public ConnectionLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
