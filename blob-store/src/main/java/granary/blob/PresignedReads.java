package granary.blob;

import java.net.URI;
import java.time.Duration;

/** Lets clients fetch bytes from where they lie, by links that need no other credential. */
public interface PresignedReads {
    /**
     * A link to bytes {@code first} to {@code last}, both included, of an object. Whoever has it may read those bytes, and
     * no others, until it expires; the request has to ask for exactly that range.
     *
     * @param validFor from a second to seven days
     */
    URI presign(ObjectKey key, long first, long last, Duration validFor);
}
