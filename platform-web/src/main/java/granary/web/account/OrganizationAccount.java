package granary.web.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** An organization as stored. */
@Entity
@SuppressWarnings("UnusedVariable") // columns that queries read
@Table(name = "organization")
class OrganizationAccount {
    @Id
    private UUID id;

    private String nameKey;
    private String name;
    private String fullName;
    private boolean privateByDefault;
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected OrganizationAccount() {}

    OrganizationAccount(AccountName name, String fullName, boolean privateByDefault, Instant createdAt) {
        this.id = UUID.randomUUID();
        this.nameKey = name.key();
        this.name = name.text();
        this.fullName = fullName.isBlank() ? name.text() : fullName.strip();
        this.privateByDefault = privateByDefault;
        this.createdAt = createdAt;
    }

    UUID id() {
        return id;
    }

    Organization view() {
        return new Organization(id, name, fullName, privateByDefault, createdAt);
    }
}
