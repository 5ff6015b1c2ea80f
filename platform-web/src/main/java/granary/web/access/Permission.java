package granary.web.access;

import granary.web.account.Role;
import granary.web.token.TokenScope;

/** What an action on a repository needs: a role in its namespace, and a scope when it comes with a token. */
public enum Permission {
    /** See it and read its files. */
    READ(Role.READ, TokenScope.READ),
    /** Push, commit, upload. */
    WRITE(Role.WRITE, TokenScope.WRITE),
    /** Change its settings, delete it. */
    MANAGE(Role.ADMIN, TokenScope.WRITE);

    private final Role role;
    private final TokenScope scope;

    Permission(Role role, TokenScope scope) {
        this.role = role;
        this.scope = scope;
    }

    Role role() {
        return role;
    }

    TokenScope scope() {
        return scope;
    }
}
