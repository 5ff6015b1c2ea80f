package granary.blob.content;

import java.util.Locale;
import java.util.UUID;

/**
 * Whose content it is: the repository that holds it, and the namespace whose other repositories it may be deduplicated
 * against first.
 */
public record Scope(UUID repository, String namespace) {
    public Scope {
        namespace = namespace.toLowerCase(Locale.ROOT);
    }
}
