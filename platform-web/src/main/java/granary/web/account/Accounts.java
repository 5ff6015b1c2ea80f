package granary.web.account;

import granary.repo.NotFoundException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.annotation.Transactional;

/** Users and organizations. Asks nobody for permission. */
@Transactional
public class Accounts {
    private final Namespaces namespaces;
    private final Users users;
    private final Organizations organizations;
    private final Memberships memberships;
    private final PasswordEncoder passwords;
    private final Clock clock;

    /** Compared against when there is no such user, so that the answer takes as long as for a wrong password. */
    private final String nobodysPassword;

    Accounts(
            Namespaces namespaces,
            Users users,
            Organizations organizations,
            Memberships memberships,
            PasswordEncoder passwords,
            Clock clock) {
        this.namespaces = namespaces;
        this.users = users;
        this.organizations = organizations;
        this.memberships = memberships;
        this.passwords = passwords;
        this.clock = clock;
        this.nobodysPassword = String.valueOf(passwords.encode(UUID.randomUUID().toString()));
    }

    public User createUser(NewUser user) {
        namespaces.take(user.name(), clock.instant());
        String hash = String.valueOf(passwords.encode(user.password()));
        return users.save(new UserAccount(user, hash, clock.instant())).view();
    }

    public Organization createOrganization(AccountName name, String fullName, boolean privateByDefault) {
        namespaces.take(name, clock.instant());
        return organizations
                .save(new OrganizationAccount(name, fullName, privateByDefault, clock.instant()))
                .view();
    }

    /** Makes the user a member, or changes the role they have. */
    public void addMember(String organization, String user, Role role) {
        UUID organizationId = organizations
                .findByNameKey(key(organization))
                .orElseThrow(() -> NotFoundException.other("No such organization: " + organization))
                .id();
        UUID userId = requireUser(user).id();
        memberships
                .findByOrganizationIdAndUserId(organizationId, userId)
                .ifPresentOrElse(
                        member -> member.setRole(role),
                        () -> memberships.save(new Membership(organizationId, userId, role, clock.instant())));
    }

    /** The user, when name (or e-mail address) and password fit and the account is not disabled. */
    @Transactional(readOnly = true)
    public Optional<User> authenticate(String nameOrEmail, String password) {
        Optional<UserAccount> user = users.findByNameKey(key(nameOrEmail));
        if (user.isEmpty() && nameOrEmail.contains("@")) {
            user = users.findFirstByEmailIgnoreCase(nameOrEmail);
        }
        String hash = user.map(UserAccount::passwordHash).orElse(nobodysPassword);
        boolean fits = passwords.matches(password, hash);
        return user.filter(known -> fits && !known.isDisabled()).map(UserAccount::view);
    }

    @Transactional(readOnly = true)
    public Optional<User> findUser(String name) {
        return users.findByNameKey(key(name)).map(UserAccount::view);
    }

    @Transactional(readOnly = true)
    public Optional<Organization> findOrganization(String name) {
        return organizations.findByNameKey(key(name)).map(OrganizationAccount::view);
    }

    @Transactional(readOnly = true)
    public List<MemberOf> organizationsOf(UUID userId) {
        return memberships.organizationsOf(userId);
    }

    @Transactional(readOnly = true)
    public List<User> listUsers() {
        return users.findAllByOrderByNameKey().stream().map(UserAccount::view).toList();
    }

    @Transactional(readOnly = true)
    public List<Organization> listOrganizations() {
        return organizations.findAllByOrderByNameKey().stream()
                .map(OrganizationAccount::view)
                .toList();
    }

    @Transactional(readOnly = true)
    public boolean hasAdministrator() {
        return users.existsBySiteAdminTrue();
    }

    public void setDisabled(String name, boolean disabled) {
        requireUser(name).setDisabled(disabled);
    }

    public void resetPassword(String name, String password) {
        NewUser.requirePassword(password);
        requireUser(name).setPasswordHash(String.valueOf(passwords.encode(password)));
    }

    /** Deletes the account, its memberships and tokens. Its name stays taken; its repositories stay where they are. */
    public void deleteUser(String name) {
        users.delete(requireUser(name));
    }

    private UserAccount requireUser(String name) {
        return users.findByNameKey(key(name)).orElseThrow(() -> NotFoundException.other("No such user: " + name));
    }

    /** What a name is found by. PostgreSQL's text holds no NUL; with another character no name has, nobody is found. */
    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replace('\0', ' ');
    }
}
