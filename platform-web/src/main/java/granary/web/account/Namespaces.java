package granary.web.account;

import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The names of users and organizations, living and dead: a name is taken once, by one insert, on whichever node. */
final class Namespaces {
    private final JdbcClient jdbc;

    Namespaces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes a name for good, or throws {@link NameTakenException}. */
    void take(AccountName name, Instant now) {
        int taken = jdbc.sql(
                        "insert into namespace (name_key, name, created_at) values (?, ?, ?) on conflict do nothing")
                .param(name.key())
                .param(name.text())
                .param(now.atOffset(ZoneOffset.UTC))
                .update();
        if (taken == 0) {
            throw new NameTakenException(name);
        }
    }
}
