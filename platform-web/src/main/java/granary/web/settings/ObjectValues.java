package granary.web.settings;

import granary.blob.s3.S3Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What is given about objects, turned into where they are. */
final class ObjectValues {
    /** What the place of a bucket begins with; anything else is a folder. */
    private static final String BUCKET = "s3://";

    private static final List<Setting> FOR_BUCKETS = List.of(
            Setting.S3_ENDPOINT,
            Setting.S3_REGION,
            Setting.S3_ACCESS_KEY,
            Setting.S3_SECRET_KEY,
            Setting.S3_PUBLIC_ENDPOINT);

    private final Map<Setting, Given> values;

    ObjectValues(Map<Setting, Given> values) {
        this.values = values;
    }

    /** Refuses settings of a bucket where the objects are in none: nobody would notice that they do nothing. */
    void requireUsed(Optional<ObjectLocation> objects) {
        if (objects.filter(ObjectLocation.Bucket.class::isInstance).isPresent()) {
            return;
        }
        for (Setting alone : FOR_BUCKETS) {
            Given given = values.get(alone);
            if (given != null) {
                throw new StartException("%s has no meaning unless %s is a bucket such as s3://granary."
                        .formatted(given.source(), Setting.OBJECTS.environmentName()));
            }
        }
    }

    /** A bucket, or else a folder, as {@code folders} reads it. */
    ObjectLocation location(Given place, Function<Given, Path> folders) {
        if (!place.text().startsWith(BUCKET)) {
            return new ObjectLocation.Folder(folders.apply(place));
        }
        String[] parts = place.text().substring(BUCKET.length()).split("/", 2);
        String prefix = parts.length == 1 ? "" : withSlash(parts[1]);
        URI endpoint = ServerUrl.of(required(Setting.S3_ENDPOINT, place));
        var credentials = new S3Settings.Credentials(
                required(Setting.S3_ACCESS_KEY, place).text(),
                required(Setting.S3_SECRET_KEY, place).text());
        String region = get(Setting.S3_REGION).map(Given::text).orElse(S3Settings.USUAL_REGION);
        Optional<URI> publicEndpoint = get(Setting.S3_PUBLIC_ENDPOINT).map(ServerUrl::of);
        try {
            return new ObjectLocation.Bucket(
                    new S3Settings(endpoint, region, parts[0], prefix, credentials, publicEndpoint));
        } catch (IllegalArgumentException wrong) {
            throw new StartException("%s: %s.".formatted(place.source(), wrong.getMessage()), wrong);
        }
    }

    private static String withSlash(String prefix) {
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    }

    private Optional<Given> get(Setting setting) {
        return Optional.ofNullable(values.get(setting));
    }

    private Given required(Setting setting, Given place) {
        return get(setting)
                .filter(given -> !given.text().isBlank())
                .orElseThrow(() -> new StartException(
                        "%s: a bucket needs %s too.".formatted(place.source(), setting.environmentName())));
    }
}
