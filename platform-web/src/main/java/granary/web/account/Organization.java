package granary.web.account;

import java.time.Instant;
import java.util.UUID;

/** An organization: a namespace that several people share. */
public record Organization(UUID id, String name, String fullName, boolean privateByDefault, Instant createdAt) {}
