package granary.web.postgres;

import granary.web.settings.HubSettings;
import granary.web.settings.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A PostgreSQL of the hub's own, in {@code data/postgres}. It listens on loopback only, with a password; keeps what it
 * acknowledged through crashes and power cuts; starts again when it dies; and ends with the hub, however that ends.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private final Keeper keeper;
    private final HubSettings.Database address;

    private EmbeddedPostgres(Keeper keeper, HubSettings.Database address) {
        this.keeper = keeper;
        this.address = address;
    }

    /**
     * Starts it, setting it up first when {@code data} has none, and returns once it takes connections. Whoever calls
     * holds the lock on {@code data}.
     *
     * @param data the hub's data folder
     * @param cache where the programs are unpacked
     * @throws StartException when it cannot start
     */
    public static EmbeddedPostgres start(Path data, Path cache) {
        Path home = data.toAbsolutePath().normalize().resolve("postgres");
        Path log = home.resolveSibling("log").resolve("postgres.log");
        try {
            Files.createDirectories(home);
            Files.createDirectories(log.getParent());
            Files.createDirectories(cache);
        } catch (IOException failure) {
            throw new StartException("Cannot create %s: %s.".formatted(home, failure.getMessage()), failure);
        }
        var cluster = new Cluster(home, Binaries.in(cache.toAbsolutePath().normalize()));
        var privileges = Privileges.forClusterIn(cluster.folder());
        privileges.requireWayTo(
                data.toAbsolutePath().normalize(), home, cluster.binaries().program("postgres"));
        cluster.prepare(privileges);
        var postmaster = new Postmaster(cluster, privileges, log);
        var keeper = new Keeper(postmaster);
        keeper.start();
        return new EmbeddedPostgres(keeper, addressOf(postmaster, cluster));
    }

    private static HubSettings.Database addressOf(Postmaster postmaster, Cluster cluster) {
        String url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(postmaster.port(), Cluster.DATABASE);
        return new HubSettings.Database(url, Cluster.USER, cluster.password());
    }

    /** Where it listens and as whom to connect; stays the same for as long as it runs. */
    public HubSettings.Database address() {
        return address;
    }

    /** Stops it; what it acknowledged is on disk. */
    @Override
    public void close() {
        keeper.close();
    }
}
