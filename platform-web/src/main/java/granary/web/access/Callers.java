package granary.web.access;

import granary.web.token.TokenSecret;
import granary.web.token.Tokens;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Turns credentials into callers, looking everything up anew: a disabled user or a revoked token is out at once. */
public final class Callers {
    private final CallerRows rows;
    private final Tokens tokens;
    private final Clock clock;

    Callers(CallerRows rows, Tokens tokens, Clock clock) {
        this.rows = rows;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Whoever a token belongs to; empty when it is wrong, revoked or expired, or its user disabled. */
    public Optional<Caller.Member> ofToken(String secret) {
        Optional<Caller.Member> member =
                TokenSecret.find(secret).flatMap(rows::ofToken).filter(this::isIn);
        member.flatMap(Caller.Member::token)
                .filter(token -> token.isNoteOldAt(clock.instant()))
                .ifPresent(tokens::noteUse);
        return member;
    }

    /** Whoever a browser session belongs to. */
    public Optional<Caller.Member> ofSession(UUID userId) {
        return rows.ofUser(userId).filter(this::isIn);
    }

    /**
     * Somebody who was let in a while ago and holds something signed, as they are now. A stranger is nobody still; empty
     * once the user is disabled or the token they came with revoked or expired.
     */
    public Optional<Caller> again(Optional<UUID> userId, Optional<UUID> tokenId) {
        if (userId.isEmpty()) {
            return Optional.of(Caller.ANONYMOUS);
        }
        Optional<Caller.Member> member =
                tokenId.isEmpty() ? rows.ofUser(userId.get()) : rows.ofToken(userId.get(), tokenId.get());
        return member.filter(this::isIn).map(found -> found);
    }

    private boolean isIn(Caller.Member member) {
        Instant now = clock.instant();
        return !member.user().disabled()
                && member.token().map(token -> token.isAliveAt(now)).orElse(true);
    }
}
