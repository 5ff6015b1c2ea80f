package granary.repo;

import java.util.regex.Pattern;

/** What a client asks for: a branch, a tag, a full ref or a commit id. Resolving one gives a {@link CommitId}. */
public record Revision(String text) {
    private static final int LENGTH_MAX = 250;

    /** What git refuses in a ref name (git-check-ref-format), so that no revision can ever mean anything else. */
    private static final Pattern REFUSED =
            Pattern.compile("[\\x00-\\x20\\x7f~^:?*\\[\\\\]|\\.\\.|@\\{|//|^[-/.]|[/.]$|/\\.|\\.lock(?:/|$)");

    /** Behind the pattern it is checked by. */
    public static final Revision MAIN = new Revision("main");

    public Revision {
        if (text.isEmpty()
                || text.length() > LENGTH_MAX
                || REFUSED.matcher(text).find()) {
            throw new IllegalArgumentException("not a revision: '%s'".formatted(text));
        }
    }

    public static Revision of(String text) {
        return new Revision(text);
    }
}
