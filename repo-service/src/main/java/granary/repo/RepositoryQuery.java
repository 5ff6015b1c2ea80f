package granary.repo;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which repositories to list.
 *
 * @param types empty for every type
 * @param namespace only those of this namespace
 * @param search words that all occur in {@code namespace/name}, whatever their case
 * @param viewer whose eyes to look with
 */
public record RepositoryQuery(
        Set<RepoType> types,
        Optional<String> namespace,
        List<String> search,
        Viewer viewer,
        Sort sort,
        int offset,
        int limit) {
    /** What may be listed. */
    public sealed interface Viewer {
        /** An administrator's list, or a job's. */
        record Everything() implements Viewer {}

        /** Public repositories and every one of these namespaces; {@code includePublic} is false where strangers see none. */
        record Member(boolean includePublic, Set<String> namespaces) implements Viewer {}
    }

    /** Each newest, or for names first, first. */
    public enum Sort {
        UPDATED,
        CREATED,
        NAME
    }
}
