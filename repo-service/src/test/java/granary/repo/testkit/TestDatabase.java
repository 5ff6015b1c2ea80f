package granary.repo.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** One PostgreSQL for all tests of this JVM. Tests make repositories of their own, so none needs it empty. */
final class TestDatabase {
    static final DataSource SOURCE = start();

    private TestDatabase() {}

    // It lives as long as the JVM, which stops it.
    @SuppressWarnings("resource")
    private static DataSource start() {
        try {
            DataSource source = EmbeddedPostgres.builder().start().getPostgresDatabase();
            Flyway.configure().dataSource(source).load().migrate();
            return source;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
