package granary.repo;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Every repository on this server. Asks nobody for permission: only {@code granary.web.access} may use it. */
public interface Repositories {
    /** Makes a repository, or throws {@link ConflictException} when the name is taken. */
    RepositoryInfo create(NewRepository repository) throws IOException;

    /** Ids compare without regard to case. */
    Optional<RepositoryInfo> find(RepoId id);

    Optional<RepositoryInfo> find(UUID key);

    /** Those of the keys that belong to a repository, by key. */
    Map<UUID, RepositoryInfo> findAll(Set<UUID> keys);

    Repository open(RepositoryInfo repository) throws IOException;

    /** Forgets the repository, its refs and packs, and unlinks its content. {@code actor} is whose doing that is. */
    void delete(UUID key, Author actor) throws IOException;

    /** Bytes of the git packs of these repositories, with their indexes. */
    long packBytes(Set<UUID> keys);

    /** A page of repositories, newest change first unless the query says otherwise. */
    List<RepositoryInfo> list(RepositoryQuery query);

    /** How many repositories the query matches, whatever its page. */
    long count(RepositoryQuery query);
}
