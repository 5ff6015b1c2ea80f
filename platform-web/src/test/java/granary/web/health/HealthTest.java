package granary.web.health;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectUpload;
import granary.blob.StoredObject;
import granary.blob.memory.MemoryObjectStore;
import granary.web.supervisor.PreviewSupervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.AbstractDataSource;

class HealthTest {
    private final Path folder;
    private final AtomicInteger asked = new AtomicInteger();

    HealthTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void withoutItsDatabaseTheHubIsDown() {
        Health.Report report = health(() -> {
                    throw new SQLException("gone");
                })
                .report();

        assertThat(report.ready()).isFalse();
        assertThat(report.components().database()).isEqualTo("down");
        assertThat(report.components().objects()).isIn("up", "low on space");
    }

    @Test
    void databaseThatDoesNotAnswerInTimeIsDown() throws Exception {
        var never = new CountDownLatch(1);
        long start = System.nanoTime();

        Health.Report report = health(never::await).report();

        assertThat(report.components().database()).isEqualTo("down");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        never.countDown();
    }

    @Test
    void whatDoesNotAnswerIsNotAskedAgainMeanwhile() throws Exception {
        var asking = new AtomicInteger();
        var answered = new CountDownLatch(1);
        var question = new Question(() -> {
            asking.incrementAndGet();
            try {
                answered.await();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
            return "up";
        });

        for (int i = 0; i < 5; i++) {
            assertThat(question.within(Duration.ofMillis(20), "down")).isEqualTo("down");
        }
        assertThat(asking.get()).isLessThanOrEqualTo(1);
        answered.countDown();

        assertThat(question.within(Duration.ofSeconds(30), "down")).isEqualTo("up");
    }

    @Test
    void withoutItsFolderTheHubIsDown() {
        var health = new Health(
                database(() -> {}), new MemoryObjectStore(), folder.resolve("absent"), PreviewSupervisor.of(false));

        assertThat(health.report().components().objects()).isEqualTo("down");
        assertThat(health.report().ready()).isFalse();
    }

    @Test
    void withoutAnAnswerFromItsObjectStoreTheHubIsDown() {
        var health = new Health(database(() -> {}), new SilentStore(), folder, PreviewSupervisor.of(false));

        assertThat(health.report().components().objects()).isEqualTo("down");
    }

    @Test
    void askingOftenLooksOnce() {
        Health health = health(() -> {
            throw new SQLException("gone");
        });

        for (int i = 0; i < 100; i++) {
            health.report();
        }

        assertThat(asked.get()).isLessThan(10);
    }

    private Health health(Attempt attempt) {
        return new Health(database(attempt), new MemoryObjectStore(), folder, PreviewSupervisor.of(false));
    }

    private AbstractDataSource database(Attempt attempt) {
        return new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                asked.incrementAndGet();
                try {
                    attempt.run();
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                }
                throw new SQLException("a test has no database");
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return getConnection();
            }
        };
    }

    /** A store whose server is away: uploads can begin on this machine, and that is all. */
    private static final class SilentStore implements ObjectStore {
        @Override
        public Optional<StoredObject> find(ObjectKey key) throws IOException {
            throw new IOException("no answer");
        }

        @Override
        public ObjectUpload begin() {
            return new MemoryObjectStore().begin();
        }

        @Override
        public void delete(ObjectKey key) throws IOException {
            throw new IOException("no answer");
        }

        @Override
        public void each(String prefix, Visitor visitor) throws IOException {
            throw new IOException("no answer");
        }

        @Override
        public void removeAbandoned(Duration olderThan) throws IOException {
            throw new IOException("no answer");
        }
    }

    private interface Attempt {
        void run() throws SQLException, InterruptedException;
    }
}
