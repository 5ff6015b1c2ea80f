package granary.web.account;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the administrator answered at setup. Kept in the database, so that every node answers alike. */
public final class Site {
    private static final String NAME = "name";
    private static final String PUBLIC_URL = "public-url";
    private static final String ANONYMOUS_READ = "anonymous-read";

    private final JdbcClient jdbc;

    Site(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public String name() {
        return find(NAME).orElse("Granary");
    }

    public Optional<String> publicUrl() {
        return find(PUBLIC_URL);
    }

    public Optional<Boolean> anonymousRead() {
        return find(ANONYMOUS_READ).map(Boolean::valueOf);
    }

    void answer(String name, Optional<String> publicUrl, boolean anonymousRead) {
        put(NAME, name);
        publicUrl.ifPresent(url -> put(PUBLIC_URL, url));
        put(ANONYMOUS_READ, String.valueOf(anonymousRead));
    }

    Optional<String> find(String key) {
        return jdbc.sql("select value from site_setting where name = ?")
                .param(key)
                .query(String.class)
                .optional();
    }

    void put(String key, String value) {
        jdbc.sql(
                        "insert into site_setting (name, value) values (?, ?) on conflict (name) do update set value = excluded.value")
                .param(key)
                .param(value)
                .update();
    }

    /** The value under {@code key}: what is there, else {@code value}, on whichever node comes first. */
    String putIfAbsent(String key, String value) {
        jdbc.sql("insert into site_setting (name, value) values (?, ?) on conflict (name) do nothing")
                .param(key)
                .param(value)
                .update();
        return find(key).orElse(value);
    }

    void remove(String key) {
        jdbc.sql("delete from site_setting where name = ?").param(key).update();
    }
}
