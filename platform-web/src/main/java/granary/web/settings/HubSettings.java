package granary.web.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
 * @param objects where objects are; when absent in the folder {@code data/objects}
 * @param cache folder for what can be made again, such as unpacked programs; when absent the one that the launcher shares between
 *     hubs, else {@code data/cache}
 * @param anonymousRead whether strangers may read public repositories; absent means: yes on loopback, else as answered
 *     at setup
 * @param trustedProxies addresses or CIDR ranges whose forwarded headers count
 * @param tls certificate and key, to serve HTTPS
 * @param preview whether to run the preview process beside the hub
 * @param dedupeScope whose contents clients may learn of that upload
 * @param scrub how what is stored is read again, to find what rots
 * @param logLevel how much the log says
 */
public record HubSettings(
        String host,
        int port,
        Path data,
        Optional<URI> publicUrl,
        Optional<Database> database,
        Optional<ObjectLocation> objects,
        Optional<Path> cache,
        Optional<Boolean> anonymousRead,
        List<String> trustedProxies,
        Optional<Tls> tls,
        boolean preview,
        DedupeScope dedupeScope,
        Scrubbing scrub,
        LogLevel logLevel) {

    public HubSettings {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** A PostgreSQL that somebody else runs. */
    public record Database(String url, String user, String password) {
        @Override
        public String toString() {
            return "Database[url=%s, user=%s]".formatted(url, user);
        }
    }

    /** PEM files. */
    public record Tls(Path certificate, Path key) {}

    /**
     * How what is stored is read again.
     *
     * @param bytesPerSecond how fast at the most; 0 turns it off
     * @param period within which everything is to be read once
     * @param second where copies of the objects are
     */
    public record Scrubbing(long bytesPerSecond, Duration period, Optional<ObjectLocation> second) {
        static final Scrubbing USUAL = new Scrubbing(20_000_000, Duration.ofDays(30), Optional.empty());
    }

    /** How much the log says; each says what the ones before it do, and more. */
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /** A hub on loopback and a free port, with an embedded database and without a preview. */
    public static HubSettings onLoopback(Path data) {
        return new HubSettings(
                "127.0.0.1",
                0,
                data,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                false,
                DedupeScope.READABLE,
                Scrubbing.USUAL,
                LogLevel.INFO);
    }

    public ObjectLocation objectLocation() {
        return objects.orElse(new ObjectLocation.Folder(data.resolve("objects")));
    }

    /** The folder for what can be made again. The system property is the launcher's word, not a person's. */
    public Path cacheFolder() {
        return cache.or(() ->
                        Optional.ofNullable(System.getProperty("granary.cache")).map(Path::of))
                .orElse(data.resolve("cache"));
    }

    /** These settings with another port. */
    public HubSettings withPort(int other) {
        return new HubSettings(
                host,
                other,
                data,
                publicUrl,
                database,
                objects,
                cache,
                anonymousRead,
                trustedProxies,
                tls,
                preview,
                dedupeScope,
                scrub,
                logLevel);
    }

    /** These settings with a cache that other hubs may share. */
    public HubSettings withCache(Path other) {
        return new HubSettings(
                host,
                port,
                data,
                publicUrl,
                database,
                objects,
                Optional.of(other),
                anonymousRead,
                trustedProxies,
                tls,
                preview,
                dedupeScope,
                scrub,
                logLevel);
    }

    /** These settings with objects elsewhere. */
    public HubSettings withObjects(ObjectLocation other) {
        return new HubSettings(
                host,
                port,
                data,
                publicUrl,
                database,
                Optional.of(other),
                cache,
                anonymousRead,
                trustedProxies,
                tls,
                preview,
                dedupeScope,
                scrub,
                logLevel);
    }
}
