package granary.web.access;

import granary.repo.Author;
import granary.web.account.MemberOf;
import granary.web.account.Role;
import granary.web.account.User;
import granary.web.token.Token;
import granary.web.token.TokenScope;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whoever sent the request, as of this request: roles and account are looked up each time. */
public sealed interface Caller {
    Anonymous ANONYMOUS = new Anonymous();

    /** Nobody we know. */
    record Anonymous() implements Caller {}

    /**
     * A person.
     *
     * @param organizations what they are a member of
     * @param token what they came with; empty for a browser session, which may do all that its user may
     */
    record Member(User user, List<MemberOf> organizations, Optional<Token> token) implements Caller {
        public String name() {
            return user.name();
        }

        /** The role in a namespace: one's own is administered by oneself. */
        public Optional<Role> roleIn(String namespace) {
            if (namespace.toLowerCase(Locale.ROOT).equals(user.name().toLowerCase(Locale.ROOT))) {
                return Optional.of(Role.ADMIN);
            }
            return organizations.stream()
                    .filter(organization -> organization.name().equalsIgnoreCase(namespace))
                    .map(MemberOf::role)
                    .findFirst();
        }

        /** Whether what they came with allows this much; never more than their role does. */
        public boolean scopeAllows(TokenScope needed) {
            return token.map(known -> known.scope().allows(needed)).orElse(true);
        }

        /** How commits name them. Their e-mail address is not published. */
        public Author author() {
            return new Author(user.name(), user.name() + "@users.noreply.granary");
        }
    }
}
