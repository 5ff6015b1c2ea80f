package granary.web.account;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One person's role in one organization, as stored. */
@Entity
@SuppressWarnings("UnusedVariable") // columns that queries read
@Table(name = "membership")
class Membership {
    @Id
    private UUID id;

    private UUID organizationId;
    private UUID userId;

    @Enumerated(EnumType.STRING)
    private Role role;

    private Instant createdAt;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected Membership() {}

    Membership(UUID organizationId, UUID userId, Role role, Instant createdAt) {
        this.id = UUID.randomUUID();
        this.organizationId = organizationId;
        this.userId = userId;
        this.role = role;
        this.createdAt = createdAt;
    }

    void setRole(Role role) {
        this.role = role;
    }
}
