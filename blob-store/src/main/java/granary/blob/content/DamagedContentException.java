package granary.blob.content;

import java.io.IOException;

/** Stored bytes are missing or no longer hash to their name. They are not sent. */
public final class DamagedContentException extends IOException {
    private final String message;

    public DamagedContentException(String message) {
        super(message);
        this.message = message;
    }

    public DamagedContentException(String message, Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    /** What is damaged, and how. Never null, other than {@link #getMessage}. */
    public String message() {
        return message;
    }
}
