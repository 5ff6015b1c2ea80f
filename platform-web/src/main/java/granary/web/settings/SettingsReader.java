package granary.web.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the settings: a flag wins over the environment, the environment over {@code granary.yaml}, and that over the
 * default. Whatever is unknown or wrong is an error that names its place, because a setting that is silently ignored is
 * found out too late.
 */
public final class SettingsReader {
    private static final String FILE_NAME = "granary.yaml";

    private final Map<String, String> environment;
    private final Path workingFolder;

    /**
     * @param environment the process's, of which only {@code GRANARY_...} counts
     * @param workingFolder what relative paths of flags and environment are relative to
     */
    public SettingsReader(Map<String, String> environment, Path workingFolder) {
        this.environment = Map.copyOf(environment);
        this.workingFolder = workingFolder;
    }

    /** Checked settings, and sentences the person who starts the hub should read. */
    public record Read(HubSettings settings, List<String> warnings) {}

    public static boolean asksForHelp(List<String> args) {
        return args.contains("--help") || args.contains("-h");
    }

    /** What {@code ./granary run --help} prints. */
    public static String help() {
        return SettingsHelp.text();
    }

    /**
     * Reads all sources.
     *
     * @throws StartException when something is unknown or wrong
     */
    public Read read(List<String> args) {
        HubSettings settings = values(args).toSettings();
        return new Read(settings, SettingsWarnings.of(settings));
    }

    /**
     * The place that {@code --objects} would mean, read with what else is set about buckets.
     *
     * @param source what named it, in words of an error message
     * @throws StartException when it is no place, or something is unknown or wrong
     */
    public ObjectLocation location(List<String> args, String place, String source) {
        return values(args).location(new Given(place, source));
    }

    private Values values(List<String> args) {
        Map<Setting, Given> values = fromEnvironment();
        values.putAll(fromFlags(args));
        Optional<Path> file = file(values);
        file.map(SettingsFile::read).ifPresent(read -> {
            requireDataElsewhere(read, values);
            read.forEach(values::putIfAbsent);
        });
        return new Values(values, workingFolder);
    }

    /** A file that was found in the data folder cannot say that the data is elsewhere. */
    private void requireDataElsewhere(Map<Setting, Given> read, Map<Setting, Given> values) {
        Given data = read.get(Setting.DATA);
        boolean found = !values.containsKey(Setting.CONFIG) && !Files.exists(workingFolder.resolve(FILE_NAME));
        if (data != null && found) {
            throw new StartException(
                    "%s: a settings file in the data folder cannot move the data folder; use %s or %s for that."
                            .formatted(
                                    data.source(), Setting.DATA.flag().orElseThrow(), Setting.DATA.environmentName()));
        }
    }

    private Map<Setting, Given> fromEnvironment() {
        var values = new EnumMap<Setting, Given>(Setting.class);
        new TreeMap<>(environment).forEach((name, text) -> {
            if (Setting.isEnvironmentName(name)) {
                values.put(ofEnvironment(name), new Given(text, name));
            }
        });
        return values;
    }

    private static Setting ofEnvironment(String name) {
        return Setting.ofEnvironment(name).orElseThrow(() -> {
            List<String> known =
                    Setting.all().stream().map(Setting::environmentName).toList();
            return new StartException(
                    "Unknown environment variable %s; did you mean %s?".formatted(name, Nearest.to(name, known)));
        });
    }

    private static Map<Setting, Given> fromFlags(List<String> args) {
        var values = new EnumMap<Setting, Given>(Setting.class);
        var rest = new ArrayList<>(args);
        while (!rest.isEmpty()) {
            String[] parts = rest.removeFirst().split("=", 2);
            Setting setting = ofFlag(parts[0]);
            if (parts.length == 1 && rest.isEmpty()) {
                throw new StartException("%s needs a value: %s %s.".formatted(parts[0], parts[0], setting.value()));
            }
            String text = parts.length == 2 ? parts[1] : rest.removeFirst();
            if (values.put(setting, new Given(text, parts[0])) != null) {
                throw new StartException("%s is given twice.".formatted(parts[0]));
            }
        }
        return values;
    }

    private static Setting ofFlag(String flag) {
        return Setting.ofFlag(flag).orElseThrow(() -> {
            List<String> known = Setting.all().stream()
                    .flatMap(setting -> setting.flag().stream())
                    .toList();
            return new StartException(
                    flag.startsWith("-")
                            ? "Unknown flag %s; did you mean %s?".formatted(flag, Nearest.to(flag, known))
                            : "Do not know what '%s' is for; flags start with two dashes.".formatted(flag));
        });
    }

    private Optional<Path> file(Map<Setting, Given> values) {
        Given named = values.get(Setting.CONFIG);
        if (named != null) {
            Path file = workingFolder.resolve(named.text());
            if (!Files.isRegularFile(file)) {
                throw named.refused("a file");
            }
            return Optional.of(file);
        }
        Path here = workingFolder.resolve(FILE_NAME);
        Path inData = new Values(values, workingFolder).data().resolve(FILE_NAME);
        if (Files.exists(here) && Files.exists(inData) && !here.toAbsolutePath().equals(inData.toAbsolutePath())) {
            throw new StartException("There are two settings files, %s and %s; keep one, or name one with --config."
                    .formatted(here, inData));
        }
        return Optional.of(Files.exists(here) ? here : inData).filter(Files::exists);
    }
}
