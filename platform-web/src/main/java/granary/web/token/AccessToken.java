package granary.web.token;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A token as stored. The secret itself is shown once and never kept; only its hash is. */
@Entity
@SuppressWarnings("UnusedVariable") // columns that queries read
@Table(name = "access_token")
class AccessToken {
    @Id
    private UUID id;

    private UUID userId;
    private String name;

    private String secretHash;

    private String hint;

    @Enumerated(EnumType.STRING)
    private TokenScope scope;

    private Instant createdAt;
    private @Nullable Instant expiresAt;
    private @Nullable Instant lastUsedAt;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected AccessToken() {}

    AccessToken(UUID userId, String name, TokenSecret secret, TokenScope scope, Instant createdAt) {
        this.id = UUID.randomUUID();
        this.userId = userId;
        this.name = name;
        this.secretHash = secret.hash();
        this.hint = secret.hint();
        this.scope = scope;
        this.createdAt = createdAt;
    }

    Token view() {
        return new Token(
                id,
                userId,
                name,
                hint,
                scope,
                createdAt,
                Optional.ofNullable(expiresAt),
                Optional.ofNullable(lastUsedAt));
    }

    void setExpiresAt(@Nullable Instant expiresAt) {
        this.expiresAt = expiresAt;
    }
}
