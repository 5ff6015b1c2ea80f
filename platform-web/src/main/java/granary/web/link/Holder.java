package granary.web.link;

import granary.web.access.Caller;
import granary.web.token.Token;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * Whom something was handed out to. They are looked up anew when they come back with it.
 *
 * @param userId empty for a stranger
 * @param tokenId what they came with; empty for a session
 */
public record Holder(Optional<UUID> userId, Optional<UUID> tokenId) {
    /** Length of {@link #write}, in bytes. */
    public static final int BYTES = 2 * 16;

    private static final UUID NOBODY = new UUID(0, 0);

    public static Holder of(Caller caller) {
        return switch (caller) {
            case Caller.Anonymous() -> new Holder(Optional.empty(), Optional.empty());
            case Caller.Member member ->
                new Holder(Optional.of(member.user().id()), member.token().map(Token::id));
        };
    }

    public void write(ByteBuffer target) {
        write(target, userId.orElse(NOBODY));
        write(target, tokenId.orElse(NOBODY));
    }

    public static Holder read(ByteBuffer source) {
        Optional<UUID> user = Optional.of(readUuid(source)).filter(id -> !id.equals(NOBODY));
        Optional<UUID> token = Optional.of(readUuid(source)).filter(id -> !id.equals(NOBODY));
        return new Holder(user, token);
    }

    public static void write(ByteBuffer target, UUID id) {
        target.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    public static UUID readUuid(ByteBuffer source) {
        return new UUID(source.getLong(), source.getLong());
    }
}
