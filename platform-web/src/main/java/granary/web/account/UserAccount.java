package granary.web.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A person as stored. */
@Entity
@SuppressWarnings("UnusedVariable") // columns that queries read
@Table(name = "user_account")
class UserAccount {
    @Id
    private UUID id;

    private String nameKey;
    private String name;
    private String fullName;
    private String email;
    private String passwordHash;
    private boolean siteAdmin;
    private boolean disabled;
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected UserAccount() {}

    UserAccount(NewUser user, String passwordHash, Instant createdAt) {
        this.id = UUID.randomUUID();
        this.nameKey = user.name().key();
        this.name = user.name().text();
        this.fullName = user.fullName();
        this.email = user.email();
        this.passwordHash = passwordHash;
        this.siteAdmin = user.siteAdmin();
        this.disabled = false;
        this.createdAt = createdAt;
    }

    User view() {
        return new User(id, name, fullName, email, siteAdmin, disabled, createdAt);
    }

    UUID id() {
        return id;
    }

    String passwordHash() {
        return passwordHash;
    }

    boolean isDisabled() {
        return disabled;
    }

    void setDisabled(boolean disabled) {
        this.disabled = disabled;
    }

    void setPasswordHash(String passwordHash) {
        this.passwordHash = passwordHash;
    }
}
