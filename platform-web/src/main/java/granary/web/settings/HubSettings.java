package granary.web.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a running hub, checked; the only way features learn them (as a bean).
 *
 * @param host address to listen on
 * @param port TCP port to listen on; 0 takes a free one
 * @param data folder for everything the hub keeps itself: embedded database, objects, secrets
 * @param publicUrl what clients call this hub, without a slash at its end; when absent it is the address listened on
 * @param database a PostgreSQL of one's own; when absent one is embedded
 * @param objects folder for objects; when absent {@code data/objects}
 * @param anonymousRead whether strangers may read public repositories; absent means: yes on loopback, else as answered
 *     at setup
 * @param trustedProxies addresses or CIDR ranges whose forwarded headers count
 * @param tls certificate and key, to serve HTTPS
 * @param preview whether to run the preview process beside the hub
 */
public record HubSettings(
        String host,
        int port,
        Path data,
        Optional<URI> publicUrl,
        Optional<Database> database,
        Optional<Path> objects,
        Optional<Boolean> anonymousRead,
        List<String> trustedProxies,
        Optional<Tls> tls,
        boolean preview) {

    /** A PostgreSQL that somebody else runs. */
    public record Database(String url, String user, String password) {
        @Override
        public String toString() {
            return "Database[url=%s, user=%s]".formatted(url, user);
        }
    }

    /** PEM files. */
    public record Tls(Path certificate, Path key) {}

    /** A hub on loopback and a free port, with an embedded database. */
    public static HubSettings onLoopback(Path data) {
        return new HubSettings(
                "127.0.0.1",
                0,
                data,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                false);
    }

    public Path objectsFolder() {
        return objects.orElse(data.resolve("objects"));
    }
}
