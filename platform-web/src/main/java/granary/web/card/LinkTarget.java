package granary.web.card;

import granary.repo.RepoPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.web.util.UriUtils;

/**
 * What a link or picture in a card leads to. Relative ones stay in the repository, at the revision shown; a slash in
 * front means the repository's root.
 */
final class LinkTarget {
    private static final Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]*:.*", Pattern.DOTALL);
    private static final Pattern AWAY = Pattern.compile("(?i)https?://[^/\\s].*", Pattern.DOTALL);
    private static final Pattern MAIL = Pattern.compile("(?i)mailto:[^\\s]+");
    private static final Pattern LINE = Pattern.compile("L\\d+(?:-L?\\d+)?");

    private final Place place;

    LinkTarget(Place place) {
        this.place = place;
    }

    /** Whether the target is on another server, or may be. */
    static boolean leadsAway(String target) {
        return AWAY.matcher(target).matches();
    }

    /** The URL for a link; empty when it is none that we let through. */
    Optional<String> ofLink(String written) {
        String target = written.strip();
        if (target.startsWith("//")) {
            target = "https:" + target;
        }
        if (AWAY.matcher(target).matches() || MAIL.matcher(target).matches()) {
            return Optional.of(target);
        }
        if (SCHEME.matcher(target).matches()) {
            return Optional.empty();
        }
        if (target.startsWith("#")) {
            return Optional.of("#" + SafeHtml.prefixed(target.substring(1)));
        }
        return inRepository(target).map(path -> link(path, written.strip()));
    }

    private String link(RepoPath path, String target) {
        boolean folder = path.isRoot() || pathPart(target).endsWith("/");
        String url = folder
                ? place.links().tree(place.revision(), path)
                : place.links().blob(place.revision(), path);
        int hash = target.indexOf('#');
        if (hash < 0 || hash == target.length() - 1) {
            return url;
        }
        String fragment = target.substring(hash + 1);
        return url + "#" + (LINE.matcher(fragment).matches() ? fragment : SafeHtml.prefixed(fragment));
    }

    /** The URL for a picture of this repository; empty when it is elsewhere, or nowhere. */
    Optional<String> ofPicture(String written) {
        String target = written.strip();
        if (target.startsWith("//")
                || target.startsWith("#")
                || SCHEME.matcher(target).matches()) {
            return Optional.empty();
        }
        return inRepository(target)
                .filter(path -> !path.isRoot())
                .map(path -> place.links().resolve(place.revision(), path));
    }

    private Optional<RepoPath> inRepository(String target) {
        String path = decoded(pathPart(target));
        RepoPath base = path.startsWith("/") ? RepoPath.ROOT : place.file().parent();
        Deque<String> segments = new ArrayDeque<>();
        if (!base.isRoot()) {
            for (String segment : base.text().split("/", -1)) {
                segments.addLast(segment);
            }
        }
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        try {
            return Optional.of(new RepoPath(String.join("/", segments)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String pathPart(String target) {
        int end = target.length();
        for (char mark : new char[] {'#', '?'}) {
            int at = target.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        return target.substring(0, end);
    }

    private static String decoded(String path) {
        try {
            return UriUtils.decode(path, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return path; // a percent that escapes nothing is part of the name
        }
    }
}
