package granary.web.explore;

import java.util.List;

/**
 * The form of a new repository.
 *
 * @param type {@code model}, {@code dataset} or {@code code}
 * @param action where it is sent
 * @param visibility {@code public} or {@code private}
 * @param problem message of what was wrong with the last try; empty at first
 */
record NewPage(
        String type,
        String action,
        List<String> namespaces,
        String namespace,
        String name,
        String visibility,
        String problem) {}
