package granary.blob;

import java.io.IOException;
import java.util.Objects;

/** The store has no room left. Nothing of the upload was kept; what was there before is unharmed. */
public final class StorageFullException extends IOException {
    public StorageFullException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same failure of a file system, as this one with {@code message} when a disk or a quota is full. */
    public static IOException explain(IOException failure, String message) {
        String said = Objects.requireNonNullElse(failure.getMessage(), "");
        boolean full = said.contains("No space left on device") || said.contains("Disk quota exceeded");
        return full ? new StorageFullException(message, failure) : failure;
    }
}
