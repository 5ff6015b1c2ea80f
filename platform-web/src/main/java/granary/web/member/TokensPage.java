package granary.web.member;

import granary.web.token.Token;
import granary.web.token.TokenScope;
import granary.web.ui.TimeView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One's access tokens, and the form of a new one.
 *
 * @param name what the form holds
 * @param scope the scope that is ticked
 * @param expiry days until it ends, as the form writes them; {@code never} for no end
 * @param problem message about the last try; empty at first
 */
record TokensPage(List<Row> tokens, String name, String scope, String expiry, String problem) {
    static final List<String> SCOPES =
            List.of(TokenScope.READ.text(), TokenScope.WRITE.text(), TokenScope.ADMIN.text());
    static final List<String> EXPIRIES = List.of("7", "30", "90", "365", "never");

    public List<String> scopes() {
        return SCOPES;
    }

    public List<String> expiries() {
        return EXPIRIES;
    }

    /** A token in the list. */
    record Row(
            UUID id,
            String name,
            String hint,
            String scope,
            TimeView created,
            @Nullable TimeView expires,
            boolean expired,
            @Nullable TimeView used) {
        static Row of(Token token, Instant now) {
            return new Row(
                    token.id(),
                    token.name(),
                    token.hint(),
                    token.scope().text(),
                    TimeView.of(token.createdAt(), now),
                    token.expiresAt().map(moment -> TimeView.of(moment, now)).orElse(null),
                    token.expiresAt().map(now::isAfter).orElse(false),
                    token.lastUsedAt().map(moment -> TimeView.of(moment, now)).orElse(null));
        }
    }
}
