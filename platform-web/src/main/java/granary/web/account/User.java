package granary.web.account;

import java.time.Instant;
import java.util.UUID;

/** A person with an account. {@code email} may be empty. */
public record User(
        UUID id, String name, String fullName, String email, boolean siteAdmin, boolean disabled, Instant createdAt) {}
