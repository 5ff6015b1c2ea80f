package granary.web.access;

import granary.repo.NewRepository;
import granary.repo.NotFoundException;
import granary.repo.RepoId;
import granary.repo.RepoType;
import granary.repo.Repositories;
import granary.repo.Repository;
import granary.repo.RepositoryInfo;
import granary.repo.RepositoryQuery;
import granary.repo.transport.GitTransport;
import granary.web.account.Accounts;
import granary.web.account.MemberOf;
import granary.web.account.Organization;
import granary.web.account.Role;
import granary.web.token.TokenScope;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The one authorisation point. Every door asks here, with the caller, the repository's name and what it wants to do; what
 * it gets back may be used without further checks. A repository that the caller may not see is answered exactly as one
 * that does not exist.
 */
public final class RepositoryAccess {
    private static final int PAGE_MAX = 1000;

    private final Repositories repositories;
    private final GitTransport transport;
    private final Accounts accounts;
    private final Rules rules;

    RepositoryAccess(Repositories repositories, GitTransport transport, Accounts accounts, Rules rules) {
        this.repositories = repositories;
        this.transport = transport;
        this.accounts = accounts;
        this.rules = rules;
    }

    /**
     * The repository, when the caller may do this to it.
     *
     * @throws NotFoundException when it is not there, or hidden from the caller
     * @throws NotSignedInException when it needs somebody signed in
     * @throws ForbiddenException when the caller may see it, but not do this
     */
    public RepositoryInfo require(Caller caller, RepoId id, Permission permission) {
        RepositoryInfo repository = repositories.find(id).orElseThrow(NotFoundException::repository);
        rules.require(caller, repository, permission);
        return repository;
    }

    /** As {@link #require(Caller, RepoId, Permission)}, for who was told the repository's key. */
    public RepositoryInfo require(Caller caller, UUID key, Permission permission) {
        RepositoryInfo repository = repositories.find(key).orElseThrow(NotFoundException::repository);
        rules.require(caller, repository, permission);
        return repository;
    }

    /** Those of the repositories that the caller may see, by key. */
    public Map<UUID, RepositoryInfo> readable(Caller caller, Set<UUID> keys) {
        var readable = new HashMap<>(repositories.findAll(keys));
        readable.values().removeIf(repository -> !rules.may(caller, repository, Permission.READ));
        return readable;
    }

    /** Whether {@link #require} would let the caller do this; for pages that offer only what works. */
    public boolean may(Caller caller, RepositoryInfo repository, Permission permission) {
        return rules.may(caller, repository, permission);
    }

    /** As {@link #require}, opened. The caller closes it. */
    public Repository open(Caller caller, RepoId id, Permission permission) throws IOException {
        return repositories.open(require(caller, id, permission));
    }

    /** As {@link #require}, for git's own protocol. */
    public GitDoor git(Caller caller, RepoId id, Permission permission) {
        return new GitDoor(require(caller, id, permission), transport);
    }

    /** A repository and the transport that serves it. */
    public record GitDoor(RepositoryInfo repository, GitTransport transport) {}

    /** What the caller may see of a listing. */
    public List<RepositoryInfo> list(Caller caller, Listing listing) {
        return repositories.list(query(caller, listing));
    }

    /** How long {@link #list} is, whatever its page. */
    public long count(Caller caller, Listing listing) {
        return repositories.count(query(caller, listing));
    }

    private RepositoryQuery query(Caller caller, Listing listing) {
        return new RepositoryQuery(
                listing.types(),
                listing.namespace(),
                listing.search(),
                viewer(caller),
                listing.sort(),
                listing.offset(),
                Math.min(listing.limit(), PAGE_MAX));
    }

    private RepositoryQuery.Viewer viewer(Caller caller) {
        return switch (caller) {
            case Caller.Anonymous() -> new RepositoryQuery.Viewer.Member(rules.isOpenToStrangers(), Set.of());
            case Caller.Member member -> {
                var namespaces = new HashSet<String>();
                namespaces.add(member.name().toLowerCase(Locale.ROOT));
                member.organizations().stream()
                        .map(organization -> organization.name().toLowerCase(Locale.ROOT))
                        .forEach(namespaces::add);
                yield new RepositoryQuery.Viewer.Member(true, namespaces);
            }
        };
    }

    /** Which repositories somebody would like to see. */
    public record Listing(
            Set<RepoType> types,
            Optional<String> namespace,
            List<String> search,
            RepositoryQuery.Sort sort,
            int offset,
            int limit) {}

    /**
     * Makes a repository in a namespace where the caller may write.
     *
     * @param isPrivate when absent, as the organization's default says, else public
     */
    public RepositoryInfo create(
            Caller caller, RepoId id, Optional<Boolean> isPrivate, List<NewRepository.InitialFile> files)
            throws IOException {
        if (!(caller instanceof Caller.Member member)) {
            throw new NotSignedInException();
        }
        Rules.requireIn(member, id.namespace(), Role.WRITE, TokenScope.WRITE);
        RepoId canonical = new RepoId(id.type(), canonicalNamespace(member, id.namespace()), id.name());
        boolean hidden = isPrivate.orElseGet(() -> accounts.findOrganization(id.namespace())
                .map(Organization::privateByDefault)
                .orElse(false));
        return repositories.create(new NewRepository(canonical, hidden, member.author(), files));
    }

    private static String canonicalNamespace(Caller.Member member, String namespace) {
        return member.organizations().stream()
                .map(MemberOf::name)
                .filter(name -> name.equalsIgnoreCase(namespace))
                .findFirst()
                .orElse(member.name());
    }

    public void delete(Caller.Member caller, RepoId id) throws IOException {
        RepositoryInfo repository = require(caller, id, Permission.MANAGE);
        repositories.delete(repository.key(), caller.author());
    }

    /** Bytes of the git packs of repositories that were got here. */
    public long packBytes(Collection<RepositoryInfo> got) {
        return repositories.packBytes(got.stream().map(RepositoryInfo::key).collect(Collectors.toSet()));
    }

    /** The repository, for the administrator's command line. */
    public RepositoryInfo requireAny(RepoId id) {
        return repositories.find(id).orElseThrow(NotFoundException::repository);
    }

    /** What repositories are called, for the administrator's command line; those that are gone are left out. */
    public Map<UUID, RepositoryInfo> named(Set<UUID> keys) {
        return repositories.findAll(keys);
    }

    /** Every repository, or every one of a namespace, for the administrator's command line. */
    public List<RepositoryInfo> listEverything(Optional<String> namespace, int offset, int limit) {
        return repositories.list(new RepositoryQuery(
                Set.of(),
                namespace,
                List.of(),
                new RepositoryQuery.Viewer.Everything(),
                RepositoryQuery.Sort.NAME,
                offset,
                Math.min(limit, PAGE_MAX)));
    }
}
