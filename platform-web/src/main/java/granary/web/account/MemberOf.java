package granary.web.account;

import java.util.UUID;

/** An organization that somebody is a member of, and as what. */
public record MemberOf(UUID organizationId, String name, String fullName, boolean privateByDefault, Role role) {}
