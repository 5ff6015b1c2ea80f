package granary.web.access;

import granary.web.account.Accounts;
import granary.web.account.User;
import granary.web.token.Token;
import granary.web.token.Tokens;
import java.util.Optional;
import java.util.UUID;

/** Turns credentials into callers, looking everything up anew: a disabled user or a revoked token is out at once. */
public final class Callers {
    private final Accounts accounts;
    private final Tokens tokens;

    Callers(Accounts accounts, Tokens tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    /** Whoever a token belongs to; empty when it is wrong, revoked or expired, or its user disabled. */
    public Optional<Caller.Member> ofToken(String secret) {
        return tokens.authenticate(secret).flatMap(token -> member(token.userId(), Optional.of(token)));
    }

    /** Whoever a browser session belongs to. */
    public Optional<Caller.Member> ofSession(UUID userId) {
        return member(userId, Optional.empty());
    }

    /**
     * Somebody who was let in a while ago and holds something signed, as they are now. A stranger is nobody still; empty
     * once the user is disabled or the token they came with revoked or expired.
     */
    public Optional<Caller> again(Optional<UUID> userId, Optional<UUID> tokenId) {
        if (userId.isEmpty()) {
            return Optional.of(Caller.ANONYMOUS);
        }
        Optional<Caller.Member> member = tokenId.isEmpty()
                ? ofSession(userId.get())
                : tokens.find(userId.get(), tokenId.get()).flatMap(token -> member(userId.get(), Optional.of(token)));
        return member.map(found -> found);
    }

    private Optional<Caller.Member> member(UUID userId, Optional<Token> token) {
        return accounts.findUser(userId)
                .filter(user -> !user.disabled())
                .map((User user) -> new Caller.Member(user, accounts.organizationsOf(user.id()), token));
    }
}
