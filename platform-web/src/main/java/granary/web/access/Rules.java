package granary.web.access;

import granary.repo.NotFoundException;
import granary.repo.RepositoryInfo;
import granary.web.account.Role;
import granary.web.token.TokenScope;
import java.util.function.BooleanSupplier;

/** Who may do what to a repository, by nothing but the caller and the repository: the table of security.md A5. */
final class Rules {
    private final BooleanSupplier openToStrangers;

    /** Takes whether strangers may read public repositories, asked anew each time. */
    Rules(BooleanSupplier openToStrangers) {
        this.openToStrangers = openToStrangers;
    }

    boolean isOpenToStrangers() {
        return openToStrangers.getAsBoolean();
    }

    void require(Caller caller, RepositoryInfo repository, Permission permission) {
        if (!maySee(caller, repository)) {
            throw NotFoundException.repository();
        }
        if (permission == Permission.READ) {
            return;
        }
        switch (caller) {
            case Caller.Anonymous() -> throw new NotSignedInException();
            case Caller.Member member ->
                requireIn(member, repository.id().namespace(), permission.role(), permission.scope());
        }
    }

    private boolean maySee(Caller caller, RepositoryInfo repository) {
        return switch (caller) {
            case Caller.Anonymous() -> !repository.isPrivate() && isOpenToStrangers();
            case Caller.Member member ->
                !repository.isPrivate()
                        || member.roleIn(repository.id().namespace()).isPresent();
        };
    }

    static void requireIn(Caller.Member member, String namespace, Role role, TokenScope scope) {
        if (!hasRole(member, namespace, role)) {
            throw new ForbiddenException("You don't have the role '%s' in the namespace '%s' that this needs"
                    .formatted(role.text(), namespace));
        }
        if (!member.scopeAllows(scope)) {
            throw new ForbiddenException(
                    "The access token lacks the scope '%s' that this needs".formatted(scope.text()));
        }
    }

    private static boolean hasRole(Caller.Member member, String namespace, Role role) {
        return member.roleIn(namespace).map(has -> has.includes(role)).orElse(false);
    }

    /** Whether {@link #require} lets the caller do this. */
    boolean may(Caller caller, RepositoryInfo repository, Permission permission) {
        if (!maySee(caller, repository) || permission == Permission.READ) {
            return maySee(caller, repository);
        }
        return caller instanceof Caller.Member member
                && hasRole(member, repository.id().namespace(), permission.role())
                && member.scopeAllows(permission.scope());
    }
}
