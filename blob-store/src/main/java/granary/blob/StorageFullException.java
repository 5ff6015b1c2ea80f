package granary.blob;

import java.io.IOException;

/** The store has no room left. Nothing of the upload was kept; what was there before is unharmed. */
public final class StorageFullException extends IOException {
    public StorageFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
