package granary.web.access;

import granary.repo.NotFoundException;
import granary.repo.RepoId;
import granary.repo.RepoPath;
import granary.repo.RepoType;
import granary.repo.Revision;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The repository that a URL names, and what follows it. Read from the raw request URI: split on {@code /}, each segment
 * decoded once (architecture.md §5), so that {@code refs%2Fpr%2F1} is one segment and {@code ;}, {@code %} and {@code ?}
 * are ordinary characters.
 *
 * @param type kind of repository
 * @param id what stands for the id: usually two segments
 * @param rest the decoded segments behind the id
 */
public record RepoUrl(RepoType type, List<String> id, List<String> rest) {
    /** Mapping pattern of a repository in the API. */
    public static final String API = "/api/{types:models|datasets|spaces|code}/{namespace}/{name}";

    /** Mapping pattern of a model outside the API: git, LFS, resolve, raw. Map {@link #WEB_TYPED} beside it. */
    public static final String WEB = "/{namespace}/{name}";

    /** As {@link #WEB}, for the other types. */
    public static final String WEB_TYPED = "/{types:datasets|spaces|code}/{namespace}/{name}";

    private static final int ID_SEGMENTS = 2;

    /** {@code /api/{models|datasets|spaces|code}/{namespace}/{name}/…} */
    public static RepoUrl ofApi(HttpServletRequest request) {
        List<String> segments = UrlPath.of(request).segments();
        RepoType type = RepoType.fromPlural(at(segments, 1)).orElseThrow(NotFoundException::repository);
        return split(type, segments.subList(2, segments.size()));
    }

    /** {@code /[datasets/|spaces/|code/]{namespace}/{name}[.git]/…}: pages, git, LFS, resolve and raw. */
    public static RepoUrl ofWeb(HttpServletRequest request) {
        List<String> segments = UrlPath.of(request).segments();
        Optional<RepoType> prefixed = segments.isEmpty()
                ? Optional.empty()
                : RepoType.fromPlural(segments.getFirst()).filter(type -> type != RepoType.MODEL);
        return prefixed.map(type -> split(type, segments.subList(1, segments.size())))
                .orElseGet(() -> split(RepoType.MODEL, segments));
    }

    private static RepoUrl split(RepoType type, List<String> segments) {
        int idEnd = Math.min(ID_SEGMENTS, segments.size());
        return new RepoUrl(type, segments.subList(0, idEnd), segments.subList(idEnd, segments.size()));
    }

    private static String at(List<String> segments, int index) {
        return index < segments.size() ? segments.get(index) : "";
    }

    /** The repository's name; one that nobody can have is answered as one that nobody has. */
    public RepoId repoId() {
        if (id.size() < ID_SEGMENTS) {
            throw NotFoundException.repository();
        }
        String name = id.get(1);
        try {
            return new RepoId(type, id.get(0), name.endsWith(".git") ? name.substring(0, name.length() - 4) : name);
        } catch (IllegalArgumentException _) {
            throw NotFoundException.repository();
        }
    }

    /** The word behind the id, such as {@code tree} or {@code resolve}; empty when nothing follows the id. */
    public String verb() {
        return at(rest, 0);
    }

    /**
     * Reads the segments from {@code from} on as a revision and a path: three segments when the first is {@code refs}
     * (hub-api.md §1.2), else one; the rest is the path.
     */
    public RevisionAndPath revisionAndPath(int from) {
        if (rest.size() <= from) {
            throw new MalformedRequestException("the URL names no revision");
        }
        int revisionEnd = rest.get(from).equals("refs") ? Math.min(from + 3, rest.size()) : from + 1;
        String path = String.join("/", rest.subList(revisionEnd, rest.size()));
        return new RevisionAndPath(revision(String.join("/", rest.subList(from, revisionEnd))), path(path));
    }

    /** A revision from text a client sent; text that no ref can have is a revision that is not there. */
    public static Revision revision(String text) {
        try {
            return Revision.of(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedRequestException(message(e), e);
        }
    }

    /** A path from text a client sent. */
    public static RepoPath path(String text) {
        try {
            return new RepoPath(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedRequestException(message(e), e);
        }
    }

    private static String message(@Nullable Throwable e) {
        return e == null ? "" : String.valueOf(e.getMessage());
    }

    /** A revision as the URL writes it, and the path behind it. */
    public record RevisionAndPath(Revision revision, RepoPath path) {}
}
