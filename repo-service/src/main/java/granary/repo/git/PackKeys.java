package granary.repo.git;

import granary.blob.ObjectKey;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the files of a pack are named in the object store: {@code git/<repository>/<pack>.<extension>}. */
final class PackKeys {
    /** What every key of git starts with. */
    static final String PREFIX = "git/";

    private static final Pattern KEY = Pattern.compile("git/([0-9a-f-]{36})/([0-9a-f-]{36})\\.[a-z]+");

    private PackKeys() {}

    static ObjectKey of(UUID repository, String pack, String extension) {
        return new ObjectKey(prefixOf(repository) + pack + "." + extension);
    }

    static String prefixOf(UUID repository) {
        return PREFIX + repository + "/";
    }

    /** The repository and the pack a key names; empty for a key that is no pack's. */
    static Optional<PackName> parse(ObjectKey key) {
        Matcher parts = KEY.matcher(key.path());
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PackName(UUID.fromString(parts.group(1)), UUID.fromString(parts.group(2))));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** A pack of a repository. */
    record PackName(UUID repository, UUID pack) {}
}
