package granary.blob.content;

import java.io.IOException;

/** Stored bytes are missing or no longer hash to their name. They are not sent. */
public final class DamagedContentException extends IOException {
    public DamagedContentException(String message) {
        super(message);
    }

    public DamagedContentException(String message, Throwable cause) {
        super(message, cause);
    }
}
