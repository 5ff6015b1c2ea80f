package granary.web;

import granary.web.postgres.EmbeddedPostgres;
import granary.web.settings.HubSettings;
import granary.web.settings.StartException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The hub's database: its own, which starts while the rest of the hub does, or the one that was set. Whoever asks for
 * its address waits until it is ready.
 */
final class HubDatabase implements JdbcConnectionDetails, AutoCloseable {
    private final CompletableFuture<Optional<EmbeddedPostgres>> embedded;
    private final CompletableFuture<HubSettings.Database> address;

    private HubDatabase(
            CompletableFuture<Optional<EmbeddedPostgres>> embedded, CompletableFuture<HubSettings.Database> address) {
        this.embedded = embedded;
        this.address = address;
    }

    static HubDatabase starting(HubSettings settings) {
        Optional<HubSettings.Database> own = settings.database();
        if (own.isPresent()) {
            return new HubDatabase(
                    CompletableFuture.completedFuture(Optional.empty()), CompletableFuture.completedFuture(own.get()));
        }
        var started = new CompletableFuture<EmbeddedPostgres>();
        Thread.ofPlatform().name("postgres-start").daemon().start(() -> {
            try {
                started.complete(EmbeddedPostgres.start(settings.data(), settings.cacheFolder()));
            } catch (RuntimeException | Error failure) {
                started.completeExceptionally(failure);
            }
        });
        return new HubDatabase(started.thenApply(Optional::of), started.thenApply(EmbeddedPostgres::address));
    }

    @Override
    public String getJdbcUrl() {
        return address().url();
    }

    @Override
    public String getUsername() {
        return address().user();
    }

    @Override
    public String getPassword() {
        return address().password();
    }

    private HubSettings.Database address() {
        try {
            return address.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof StartException known
                    ? known
                    : new StartException("The database did not start: %s.".formatted(failure.getCause()), failure);
        }
    }

    /** Stops an embedded server, also one that is still starting. */
    @Override
    public void close() {
        embedded.handle((server, _) -> server == null ? Optional.<EmbeddedPostgres>empty() : server)
                .join()
                .ifPresent(EmbeddedPostgres::close);
    }
}
