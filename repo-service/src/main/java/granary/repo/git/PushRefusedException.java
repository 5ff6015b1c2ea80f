package granary.repo.git;

import java.io.IOException;

/** A push breaks a limit or a rule; the message is for the person who pushes. */
public final class PushRefusedException extends IOException {
    public PushRefusedException(String message) {
        super(message);
    }
}
