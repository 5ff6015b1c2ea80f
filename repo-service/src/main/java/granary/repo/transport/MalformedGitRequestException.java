package granary.repo.transport;

import java.io.IOException;

/** A request that is not git's protocol, or names a ref that no repository can have. Nothing of it was done. */
public final class MalformedGitRequestException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedGitRequestException(String message, IOException cause) {
        super(message, cause);
    }
}
