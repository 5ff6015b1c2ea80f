package granary.web.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Every setting there is: the one table behind flags, environment, {@code granary.yaml}, help and docs/settings.md. */
enum Setting {
    PORT("8080", "NUMBER", "TCP port to listen on; 0 takes a free one."),
    HOST("127.0.0.1", "ADDRESS", "Address to listen on; 0.0.0.0 is every address of this machine."),
    DATA("./data", "FOLDER", "Folder for everything the hub keeps itself: database, objects, secrets, logs."),
    CONFIG(
            "./granary.yaml, else granary.yaml in the data folder",
            "FILE",
            "Settings file. Not a key of the file itself."),
    PUBLIC_URL(
            "the address listened on",
            "URL",
            "What clients call this hub, such as https://hub.example.org; without a path."),
    DATABASE_URL(
            "an embedded PostgreSQL",
            "URL",
            "A PostgreSQL of your own, such as jdbc:postgresql://db.example.org/granary."),
    DATABASE_USER("granary", "NAME", "Its user; only with a database URL."),
    DATABASE_PASSWORD("", "TEXT", "The user's password; only with a database URL."),
    OBJECTS(
            "objects in the data folder",
            "FOLDER|s3://BUCKET",
            "Where objects are kept, weights and git packs: a folder, or a bucket such as s3://granary or"
                    + " s3://granary/prefix."),
    S3_ENDPOINT("", "URL", "The S3 server, such as https://s3.example.org:9000; only with a bucket."),
    S3_REGION("us-east-1", "NAME", "Region of the bucket; only with a bucket."),
    S3_ACCESS_KEY("", "TEXT", "Who the S3 server is asked as; only with a bucket."),
    S3_SECRET_KEY("", "TEXT", "The secret of the access key; only with a bucket."),
    S3_PUBLIC_ENDPOINT(
            "none: clients read through the hub",
            "URL",
            "The S3 server as clients reach it, to fetch chunks from it by signed links; only with a bucket."),
    CACHE(
            "cache/programs beside ./granary (.cache/programs in a checkout), or cache in the data folder when that"
                    + " cannot be written",
            "FOLDER",
            "Folder for what can be made again, such as unpacked programs."),
    ANONYMOUS_READ(
            "on when listening on loopback, else as answered at setup",
            "on|off",
            "Whether people who are not signed in may read public repositories."),
    TRUSTED_PROXIES(
            "none", "LIST", "Addresses or CIDR ranges, separated by commas, whose X-Forwarded headers are believed."),
    TLS_CERT("none: plain HTTP", "FILE", "Certificate chain to serve HTTPS with, in PEM; needs a key."),
    TLS_KEY("none: plain HTTP", "FILE", "The certificate's private key, in PEM."),
    PREVIEW("on", "on|off", "Whether to run the preview process, which runs small models, beside the hub."),
    DEDUPE_SCOPE(
            "readable",
            "SCOPE",
            "Whose contents a client that uploads may learn of, to send only what is new: repository, namespace, readable"
                    + " (all that its user may read) or hub (all)."),
    SCRUB_RATE(
            "20MB",
            "SIZE",
            "How many bytes per second are read to find what rots on disk, such as 500kB or 1GB; 0 turns it off."),
    SCRUB_PERIOD("30", "DAYS", "Within how many days everything is read once, if the rate allows it."),
    SECOND_OBJECTS(
            "none",
            "PLACE",
            "Where copies of the objects are, to heal damaged ones from: a folder or a bucket that you keep up to date."),
    LOG_LEVEL("info", "LEVEL", "How much the log says: error, warn, info, debug or trace."),
    JVM_OPTIONS("none", "TEXT", "More options for the hub's Java machine; read by ./granary, so environment only.");

    private static final String ENVIRONMENT_PREFIX = "GRANARY_";
    private static final Set<Setting> WITHOUT_FLAG = Set.of(DATABASE_PASSWORD, S3_SECRET_KEY, JVM_OPTIONS);

    private final String defaultText;
    private final String value;
    private final String doc;

    Setting(String defaultText, String value, String doc) {
        this.defaultText = defaultText;
        this.value = value;
        this.doc = doc;
    }

    /** Its key in {@code granary.yaml}, such as {@code public-url}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String environmentName() {
        return ENVIRONMENT_PREFIX + name();
    }

    /** Its flag; a secret has none, because everybody on a machine can read command lines. */
    Optional<String> flag() {
        return WITHOUT_FLAG.contains(this) ? Optional.empty() : Optional.of("--" + key());
    }

    /** Whether the file may hold it; where the file is cannot stand in the file. */
    boolean inFile() {
        return this != CONFIG && this != JVM_OPTIONS;
    }

    /** What holds when nobody says otherwise, in words. */
    String defaultText() {
        return defaultText;
    }

    /** What kind of value it takes, in a word. */
    String value() {
        return value;
    }

    String doc() {
        return doc;
    }

    static List<Setting> all() {
        return List.copyOf(Arrays.asList(values()));
    }

    static Optional<Setting> ofKey(String key) {
        return all().stream().filter(setting -> setting.key().equals(key)).findFirst();
    }

    static Optional<Setting> ofEnvironment(String name) {
        return all().stream()
                .filter(setting -> setting.environmentName().equals(name))
                .findFirst();
    }

    static Optional<Setting> ofFlag(String flag) {
        return all().stream()
                .filter(setting -> setting.flag().filter(flag::equals).isPresent())
                .findFirst();
    }

    static boolean isEnvironmentName(String name) {
        return name.startsWith(ENVIRONMENT_PREFIX);
    }
}
