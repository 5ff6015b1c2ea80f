package granary.web.settings;

import granary.web.settings.HubSettings.Database;
import granary.web.settings.HubSettings.LogLevel;
import granary.web.settings.HubSettings.Scrubbing;
import granary.web.settings.HubSettings.Tls;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Given values, turned into what they mean, or into a sentence that says what is wrong with them. */
final class Values {
    private static final int PORT_MAX = 65_535;
    private static final int DEFAULT_PORT = 8080;

    private final Map<Setting, Given> values;
    private final Path workingFolder;

    Values(Map<Setting, Given> values, Path workingFolder) {
        this.values = values;
        this.workingFolder = workingFolder;
    }

    HubSettings toSettings() {
        return new HubSettings(
                get(Setting.HOST, Values::host).orElse("127.0.0.1"),
                get(Setting.PORT, Values::port).orElse(DEFAULT_PORT),
                data(),
                get(Setting.PUBLIC_URL, ServerUrl::ofPublic),
                database(),
                objects(),
                get(Setting.CACHE, this::path),
                get(Setting.ANONYMOUS_READ, Values::onOrOff),
                get(Setting.TRUSTED_PROXIES, Values::proxies).orElse(List.of()),
                tls(),
                get(Setting.PREVIEW, Values::onOrOff).orElse(true),
                get(Setting.DEDUPE_SCOPE, Values::dedupeScope).orElse(DedupeScope.READABLE),
                scrub(),
                get(Setting.LOG_LEVEL, Values::logLevel).orElse(LogLevel.INFO));
    }

    Path data() {
        return get(Setting.DATA, this::path).orElse(workingFolder.resolve("data"));
    }

    private <T> Optional<T> get(Setting setting, Function<Given, T> meaning) {
        return Optional.ofNullable(values.get(setting)).map(meaning);
    }

    private static String host(Given given) {
        if (given.text().isBlank() || given.text().contains("/") || given.text().contains(" ")) {
            throw given.refused("an address or a host name");
        }
        return given.text();
    }

    private static int port(Given given) {
        try {
            int port = Integer.parseInt(given.text());
            if (port >= 0 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            throw given.refused("a port: a number from 0 to " + PORT_MAX);
        }
        throw given.refused("a port: a number from 0 to " + PORT_MAX);
    }

    private Path path(Given given) {
        try {
            if (!given.text().isBlank()) {
                return workingFolder.resolve(given.text());
            }
        } catch (InvalidPathException impossible) {
            throw given.refused("a path");
        }
        throw given.refused("a path");
    }

    private Optional<ObjectLocation> objects() {
        Optional<ObjectLocation> objects = get(Setting.OBJECTS, this::location);
        new ObjectValues(values).requireUsed(objects.or(() -> get(Setting.SECOND_OBJECTS, this::location)));
        return objects;
    }

    /** The place that somebody named, with what is given about buckets. */
    ObjectLocation location(Given place) {
        return new ObjectValues(values).location(place, this::path);
    }

    private Optional<Database> database() {
        Optional<String> url = get(Setting.DATABASE_URL, Values::databaseUrl);
        if (url.isEmpty()) {
            for (Setting alone : List.of(Setting.DATABASE_USER, Setting.DATABASE_PASSWORD)) {
                get(alone, Given::source).ifPresent(source -> {
                    throw new StartException("%s has no meaning without %s; set that too, or neither."
                            .formatted(source, Setting.DATABASE_URL.environmentName()));
                });
            }
        }
        String user = get(Setting.DATABASE_USER, Given::text).orElse("granary");
        String password = get(Setting.DATABASE_PASSWORD, Given::text).orElse("");
        return url.map(text -> new Database(text, user, password));
    }

    private static String databaseUrl(Given given) {
        if (given.text().matches("(?i).*[?&](?:user|password|sslpassword)=.*")
                || given.text().contains("@")) {
            throw new StartException("%s holds a user or a password; put them into %s and %s."
                    .formatted(
                            given.source(),
                            Setting.DATABASE_USER.environmentName(),
                            Setting.DATABASE_PASSWORD.environmentName()));
        }
        if (!given.text().startsWith("jdbc:postgresql:")) {
            throw given.refused("a PostgreSQL address such as jdbc:postgresql://host/database");
        }
        return given.text();
    }

    private static boolean onOrOff(Given given) {
        return switch (given.text().toLowerCase(Locale.ROOT)) {
            case "on", "true", "yes", "1" -> true;
            case "off", "false", "no", "0" -> false;
            default -> throw given.refused("on or off");
        };
    }

    private static List<String> proxies(Given given) {
        List<String> all = Arrays.stream(given.text().split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
        if (!all.stream().allMatch(Values::isRange)) {
            throw given.refused("a list of addresses or CIDR ranges such as 10.0.0.0/8");
        }
        return all;
    }

    private static boolean isRange(String text) {
        String[] parts = text.split("/", 2);
        try {
            int bits = InetAddress.ofLiteral(parts[0]).getAddress().length * Byte.SIZE;
            int prefix = parts.length == 2 ? Integer.parseInt(parts[1]) : bits;
            return prefix >= 0 && prefix <= bits;
        } catch (IllegalArgumentException neither) {
            return false;
        }
    }

    private Optional<Tls> tls() {
        Optional<Path> certificate = get(Setting.TLS_CERT, this::file);
        Optional<Path> key = get(Setting.TLS_KEY, this::file);
        if (certificate.isPresent() != key.isPresent()) {
            Setting given = key.isPresent() ? Setting.TLS_KEY : Setting.TLS_CERT;
            Setting missing = key.isPresent() ? Setting.TLS_CERT : Setting.TLS_KEY;
            throw new StartException("%s needs %s beside it."
                    .formatted(get(given, Given::source).orElseThrow(), missing.environmentName()));
        }
        return certificate.flatMap(chain -> key.map(secret -> new Tls(chain, secret)));
    }

    private Path file(Given given) {
        Path file = path(given);
        if (!Files.isReadable(file)) {
            throw given.refused("a file that can be read");
        }
        return file;
    }

    private static DedupeScope dedupeScope(Given given) {
        return Arrays.stream(DedupeScope.values())
                .filter(scope -> scope.name().equalsIgnoreCase(given.text()))
                .findFirst()
                .orElseThrow(() -> given.refused("repository, namespace, readable or hub"));
    }

    private Scrubbing scrub() {
        return new Scrubbing(
                get(Setting.SCRUB_RATE, Amounts::bytes).orElse(Scrubbing.USUAL.bytesPerSecond()),
                get(Setting.SCRUB_PERIOD, Amounts::days).orElse(Scrubbing.USUAL.period()),
                get(Setting.SECOND_OBJECTS, this::location));
    }

    private static LogLevel logLevel(Given given) {
        return Arrays.stream(LogLevel.values())
                .filter(level -> level.name().equalsIgnoreCase(given.text()))
                .findFirst()
                .orElseThrow(() -> given.refused("error, warn, info, debug or trace"));
    }
}
