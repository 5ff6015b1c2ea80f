package granary.web.xet;

import granary.repo.RepositoryInfo;
import granary.web.access.Caller;
import granary.web.access.RepositoryAccess;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Whose contents a client that uploads by Xet may learn of, so that it need not send what is there. */
enum DedupeScope {
    /** The repository it uploads to. */
    REPOSITORY,
    /** Repositories of the same namespace that its user may read. */
    NAMESPACE,
    /** All repositories that its user may read. */
    READABLE,
    /** All repositories, for a hub whose users have no secrets from each other. */
    HUB;

    Set<UUID> visible(RepositoryAccess access, Caller caller, RepositoryInfo target, Set<UUID> repositories) {
        return switch (this) {
            case REPOSITORY -> Set.of();
            case NAMESPACE ->
                access.readable(caller, repositories).values().stream()
                        .filter(repository -> repository
                                .id()
                                .namespace()
                                .equalsIgnoreCase(target.id().namespace()))
                        .map(RepositoryInfo::key)
                        .collect(Collectors.toSet());
            case READABLE -> access.readable(caller, repositories).keySet();
            case HUB -> repositories;
        };
    }
}
