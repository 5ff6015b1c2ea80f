package granary.blob.content;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** One PostgreSQL for all tests of this JVM; each asks for empty tables. */
final class TestDatabase {
    private static final TestDatabase SHARED = start();

    private final DataSource source;

    private TestDatabase(DataSource source) {
        this.source = source;
    }

    @SuppressWarnings("resource") // It lives as long as the JVM.
    private static TestDatabase start() {
        try {
            var source = new HikariDataSource();
            source.setDataSource(EmbeddedPostgres.builder().start().getPostgresDatabase());
            source.setMaximumPoolSize(16);
            Flyway.configure().dataSource(source).load().migrate();
            return new TestDatabase(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestDatabase empty() {
        SHARED.client()
                .sql(
                        "truncate content_link, xorb_holder, chunk_index, content_term, content, xorb restart identity cascade")
                .update();
        return SHARED;
    }

    JdbcClient client() {
        return JdbcClient.create(source);
    }

    PlatformTransactionManager transactions() {
        return new DataSourceTransactionManager(source);
    }

    /** Those in whose midst a test wants something else to happen. */
    HookedTransactions hookedTransactions() {
        return new HookedTransactions(source);
    }
}
