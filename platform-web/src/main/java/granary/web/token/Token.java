package granary.web.token;

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
        Optional<Instant> lastUsedAt) {}
