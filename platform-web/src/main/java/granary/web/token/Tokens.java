package granary.web.token;

import granary.repo.ConflictException;
import granary.repo.LimitException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.transaction.annotation.Transactional;

/** The access tokens of all users. Asks nobody for permission. */
@Transactional
public class Tokens {
    private static final int PER_USER_MAX = 200;

    private final StoredTokens tokens;
    private final Clock clock;

    Tokens(StoredTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Makes a token. The secret of the answer is shown to its owner and then forgotten. */
    public Created create(NewToken wanted) {
        if (tokens.countByUserId(wanted.userId()) >= PER_USER_MAX) {
            throw new LimitException("A user has at most 200 tokens: revoke one first");
        }
        if (tokens.existsByUserIdAndName(wanted.userId(), wanted.name())) {
            throw new ConflictException(
                    ConflictException.Kind.NAME_TAKEN, "You have a token named '%s' already".formatted(wanted.name()));
        }
        TokenSecret secret = wanted.value().orElseGet(TokenSecret::random);
        if (tokens.existsBySecretHash(secret.hash())) {
            throw new ConflictException(ConflictException.Kind.NAME_TAKEN, "This token exists already");
        }
        var token = new AccessToken(wanted.userId(), wanted.name(), secret, wanted.scope(), clock.instant());
        wanted.expiresAt().ifPresent(token::setExpiresAt);
        return new Created(tokens.save(token).view(), secret);
    }

    /** A client came with this token, whose last note is old. */
    public void noteUse(Token token) {
        Instant now = clock.instant();
        tokens.touch(token.id(), now, now.minus(Token.USE_NOTED_EVERY));
    }

    @Transactional(readOnly = true)
    public List<Token> listOf(UUID userId) {
        return tokens.findByUserIdOrderByCreatedAtDesc(userId).stream()
                .map(AccessToken::view)
                .toList();
    }

    /** Ends a user's token; false when the user has no such token. */
    public boolean revoke(UUID userId, UUID tokenId) {
        return tokens.deleteByIdAndUserId(tokenId, userId) > 0;
    }

    /** A fresh token and its secret. */
    public record Created(Token token, TokenSecret secret) {}
}
