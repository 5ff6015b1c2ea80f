package granary.web.token;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A token to make.
 *
 * @param value the secret, when an administrator imports one from elsewhere
 */
public record NewToken(
        UUID userId, String name, TokenScope scope, Optional<Instant> expiresAt, Optional<TokenSecret> value) {
    private static final int NAME_MAX = 100;

    public NewToken {
        name = name.strip();
        if (name.isEmpty() || name.length() > NAME_MAX || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a token's name has 1 to 100 characters");
        }
    }
}
