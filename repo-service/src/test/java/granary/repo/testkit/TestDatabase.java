package granary.repo.testkit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One PostgreSQL for all tests of this JVM; each starts with empty tables. */
final class TestDatabase {
    private static final DataSource SOURCE = start();

    private TestDatabase() {}

    // It lives as long as the JVM, which stops it.
    @SuppressWarnings("resource")
    private static DataSource start() {
        try {
            DataSource source = EmbeddedPostgres.builder().start().getPostgresDatabase();
            Flyway.configure().dataSource(source).load().migrate();
            HikariConfig pool = new HikariConfig();
            pool.setDataSource(source);
            pool.setMaximumPoolSize(10);
            return new HikariDataSource(pool);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DataSource empty() {
        JdbcClient.create(SOURCE).sql("""
                        truncate repository, repository_event, content_link, chunk_index, content_term, content, xorb
                        restart identity cascade
                        """).update();
        return SOURCE;
    }
}
