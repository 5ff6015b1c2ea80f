package granary.web.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A token as its owner sees it in a list; {@code hint} is all that is left of the secret. */
public record Token(
        UUID id,
        UUID userId,
        String name,
        String hint,
        TokenScope scope,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt) {
    /** Exact enough for people, and spares the row. */
    static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    /** Whether it has not run out by then. */
    public boolean isAliveAt(Instant time) {
        return expiresAt.map(time::isBefore).orElse(true);
    }

    /** Whether its use should be noted again. */
    public boolean isNoteOldAt(Instant time) {
        return lastUsedAt.map(used -> used.plus(USE_NOTED_EVERY).isBefore(time)).orElse(true);
    }
}
