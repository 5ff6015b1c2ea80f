package granary.repo;

import java.util.Arrays;
import java.util.Optional;

/** What a repository holds. */
public enum RepoType {
    MODEL("model", "models", ""),
    DATASET("dataset", "datasets", "datasets/"),
    SPACE("space", "spaces", "spaces/"),
    CODE("code", "code", "code/");

    private final String singular;
    private final String plural;
    private final String urlPrefix;

    RepoType(String singular, String plural, String urlPrefix) {
        this.singular = singular;
        this.plural = plural;
        this.urlPrefix = urlPrefix;
    }

    /** As JSON names it: {@code model}, {@code dataset}, {@code space} or {@code code}. */
    public String singular() {
        return singular;
    }

    /** As API paths write it: {@code models}, {@code datasets}, {@code spaces} or {@code code}. */
    public String plural() {
        return plural;
    }

    /** What stands before the id in pages, git and resolve URLs: empty for models, else such as {@code datasets/}. */
    public String urlPrefix() {
        return urlPrefix;
    }

    public static Optional<RepoType> fromSingular(String singular) {
        return Arrays.stream(values())
                .filter(type -> type.singular.equals(singular))
                .findFirst();
    }

    public static Optional<RepoType> fromPlural(String plural) {
        return Arrays.stream(values())
                .filter(type -> type.plural.equals(plural))
                .findFirst();
    }
}
