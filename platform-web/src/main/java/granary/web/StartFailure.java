package granary.web;

import granary.web.settings.StartException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;

/** Finds in a failed start the sentence that helps the person who started it. */
final class StartFailure {
    private static final int CAUSES_MAX = 50;

    private StartFailure() {}

    static StartException of(Throwable failure) {
        Throwable deepest = failure;
        Throwable cause = failure;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            StartException known = known(cause);
            if (known != null) {
                return known;
            }
            deepest = cause;
            cause = cause.getCause();
        }
        return new StartException("The hub did not start: %s.".formatted(deepest), failure);
    }

    private static @Nullable StartException known(Throwable cause) {
        return switch (cause) {
            case StartException start -> start;
            case PortInUseException taken ->
                new StartException(
                        "Port %d is taken; stop the program that has it, or choose another with --port."
                                .formatted(taken.getPort()),
                        taken);
            case SQLException sql
            when sql.getCause() == null ->
                new StartException("The database refuses: %s.".formatted(sql.getMessage()), sql);
            default -> null;
        };
    }
}
