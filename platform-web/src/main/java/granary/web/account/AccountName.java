package granary.web.account;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a user or organization: the part of a repository id before the slash, so it follows the same rules
 * (hub-api.md §1.1) and may not be a word that URLs begin with (ux.md A0). Names differ only when they differ in any
 * case.
 */
public record AccountName(String text) {
    private static final int LENGTH_MAX = 96;
    private static final Pattern PATTERN =
            Pattern.compile("(?!.*(?:--|[.]{2}))[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?");

    /** First segments of our own URLs, today's and those the design reserves. */
    private static final Set<String> RESERVED = Set.of(
            "models",
            "datasets",
            "spaces",
            "code",
            "search",
            "new",
            "new-dataset",
            "new-space",
            "new-code",
            "new-collection",
            "mirrors",
            "admin",
            "settings",
            "notifications",
            "setup",
            "login",
            "logout",
            "join",
            "organizations",
            "collections",
            "about",
            "robots.txt",
            "favicon.ico",
            "api",
            "a",
            "static",
            "docs",
            "inference",
            "cas",
            "oauth",
            "ready",
            "metrics",
            "v1",
            "v2",
            "health",
            "actuator",
            "info",
            "git",
            "lfs",
            ".well-known",
            "edit",
            "upload",
            "trust",
            "jobs",
            "error");

    public AccountName {
        if (text.length() > LENGTH_MAX || !PATTERN.matcher(text).matches() || text.endsWith(".git")) {
            throw new IllegalArgumentException(
                    "not an account name: '%s' (letters, digits, '_', '-' and '.', at most 96)".formatted(text));
        }
        if (RESERVED.contains(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the name '%s' is reserved".formatted(text));
        }
    }

    /** What makes two names the same. */
    public String key() {
        return text.toLowerCase(Locale.ROOT);
    }
}
