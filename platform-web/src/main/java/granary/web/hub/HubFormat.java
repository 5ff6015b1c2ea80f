package granary.web.hub;

import granary.repo.RepoId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** How the Hub API writes dates, ids and addresses. */
final class HubFormat {
    /** Python's client fails on any other (hub-api.md §0.7). */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final int ID_DIGITS = 24;

    private HubFormat() {}

    static String date(Instant instant) {
        return DATE.format(instant);
    }

    /** The 24 hex digits that clients expect of ids. */
    static String id(UUID key) {
        return key.toString().replace("-", "").substring(0, ID_DIGITS);
    }

    /** The address of a repository's page; {@code base} is the hub's public URL. */
    static String webUrl(String base, RepoId id) {
        return base + "/" + id.type().urlPrefix() + id.path();
    }
}
