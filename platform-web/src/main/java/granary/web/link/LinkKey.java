package granary.web.link;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The key that links and tokens are signed with: made once, kept in the database, read once by each node. */
class LinkKey {
    private static final int BYTES = 32;

    private final JdbcClient jdbc;
    private volatile byte @Nullable [] secret;

    LinkKey(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    byte[] secret() {
        byte[] known = secret;
        if (known == null) {
            known = load();
            secret = known;
        }
        return known;
    }

    private byte[] load() {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        jdbc.sql("insert into link_key (secret) values (?) on conflict do nothing")
                .param(fresh)
                .update();
        return jdbc.sql("select secret from link_key").query(byte[].class).single();
    }
}
