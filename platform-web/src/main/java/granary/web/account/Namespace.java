package granary.web.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A name that is or was in use. It outlives its owner, so that nobody can take over a dead one's links. */
@Entity
@SuppressWarnings("UnusedVariable") // columns, for people who look
@Table(name = "namespace")
class Namespace {
    @Id
    private String nameKey;

    private String name;
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected Namespace() {}

    Namespace(AccountName name, Instant createdAt) {
        this.nameKey = name.key();
        this.name = name.text();
        this.createdAt = createdAt;
    }
}
