package granary.web.hub;

import granary.blob.Sha256;
import granary.blob.content.ContentStore;
import granary.blob.xet.XetHash;
import granary.repo.CommitId;
import granary.repo.CommitInfo;
import granary.repo.LimitException;
import granary.repo.NotFoundException;
import granary.repo.RepoPath;
import granary.repo.Repository;
import granary.repo.TreeEntry;
import granary.repo.TreePage;
import granary.web.access.Caller;
import granary.web.access.MalformedRequestException;
import granary.web.access.Permission;
import granary.web.access.RepoUrl;
import granary.web.access.RepositoryAccess;
import granary.web.transfer.JsonBodies;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What files there are: a folder's listing, or what is known of named paths (hub-api.md §6). */
@RestController
class TreeController {
    private static final int PAGE_MAX = 1000;

    /** With the last commit of each entry a page costs a walk through history. */
    private static final int PAGE_MAX_EXPANDED = 100;

    private static final int PATHS_MAX = 10_000;
    private static final String JSON = "application/json";

    private final RepositoryAccess access;
    private final ContentStore contents;
    private final NextPage nextPage;
    private final JsonBodies bodies;

    TreeController(RepositoryAccess access, ContentStore contents, NextPage nextPage, JsonBodies bodies) {
        this.access = access;
        this.contents = contents;
        this.nextPage = nextPage;
        this.bodies = bodies;
    }

    @GetMapping(RepoUrl.API + "/tree/**")
    ResponseEntity<List<EntryView>> tree(Caller caller, RepoUrl url, Listing listing, HttpServletRequest request)
            throws IOException {
        try (Repository repository = access.open(caller, url.repoId(), Permission.READ)) {
            RepoUrl.RevisionAndPath where = url.revisionAndPath(1);
            Optional<CommitId> commit = Heads.find(repository, where.revision());
            if (commit.isEmpty() && where.path().isRoot()) {
                return ResponseEntity.ok(List.of());
            }
            CommitId at = commit.orElseThrow(() -> NotFoundException.revision(where.revision()));
            if (!(repository.require(at, where.path()) instanceof TreeEntry.Folder)) {
                throw NotFoundException.entry(at, where.path());
            }
            TreePage page = repository.tree(at, where.path(), listing.isRecursive(), listing.after(), listing.page());
            var headers = new HttpHeaders();
            page.next().ifPresent(next -> headers.add("Link", nextPage.link(request, "cursor", next.text())));
            return ResponseEntity.ok()
                    .headers(headers)
                    .body(views(repository, at, page.entries(), listing.isExpanded()));
        }
    }

    /** The query of a listing. Clients send {@code false} as well as nothing. */
    record Listing(
            @Nullable Boolean recursive,
            @Nullable Boolean expand,
            @Nullable Integer limit,
            @Nullable String cursor) {
        boolean isRecursive() {
            return Boolean.TRUE.equals(recursive);
        }

        boolean isExpanded() {
            return Boolean.TRUE.equals(expand);
        }

        Optional<RepoPath> after() {
            return Optional.ofNullable(cursor).map(RepoUrl::path);
        }

        int page() {
            int most = isExpanded() ? PAGE_MAX_EXPANDED : PAGE_MAX;
            if (limit != null && limit < 1) {
                throw new MalformedRequestException("'limit' must be at least 1");
            }
            return limit == null ? most : Math.min(limit, most);
        }
    }

    private List<EntryView> views(Repository repository, CommitId commit, List<TreeEntry> entries, boolean expand)
            throws IOException {
        Map<RepoPath, CommitInfo> lastCommits = expand
                ? repository.lastCommits(
                        commit, entries.stream().map(TreeEntry::path).toList())
                : Map.of();
        Map<Sha256, XetHash> xetHashes = xetHashes(repository, entries);
        return entries.stream()
                .map(entry -> EntryView.of(
                        entry,
                        entry instanceof TreeEntry.LfsFile file ? xetHashes.get(file.sha256()) : null,
                        lastCommits.get(entry.path())))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Clients fetch what has such a hash by Xet; an empty file has none. */
    private Map<Sha256, XetHash> xetHashes(Repository repository, List<TreeEntry> entries) {
        List<Sha256> contained = entries.stream()
                .filter(TreeEntry.LfsFile.class::isInstance)
                .map(entry -> ((TreeEntry.LfsFile) entry).sha256())
                .toList();
        Map<Sha256, XetHash> hashes =
                new HashMap<>(contents.findAll(repository.info().key(), contained));
        hashes.values().removeIf(XetHash.ZERO::equals);
        return hashes;
    }

    /** Those of the paths that exist. Comes as a form from Python and as JSON from JavaScript. */
    @PostMapping(RepoUrl.API + "/paths-info/**")
    List<EntryView> pathsInfo(Caller caller, RepoUrl url, HttpServletRequest request) throws IOException {
        try (Repository repository = access.open(caller, url.repoId(), Permission.READ)) {
            PathsBody asked = pathsBody(request);
            Optional<CommitId> commit =
                    Heads.find(repository, url.revisionAndPath(1).revision());
            if (commit.isEmpty()) {
                return List.of();
            }
            var found = new ArrayList<TreeEntry>();
            for (String text : asked.paths()) {
                Optional<RepoPath> path = path(text);
                if (path.isPresent()) {
                    repository.find(commit.get(), path.get()).ifPresent(found::add);
                }
            }
            boolean expand = Boolean.TRUE.equals(asked.expand()) && found.size() <= PAGE_MAX;
            return views(repository, commit.get(), found, expand);
        }
    }

    private PathsBody pathsBody(HttpServletRequest request) throws IOException {
        String type = Objects.toString(request.getContentType(), "");
        PathsBody body = type.startsWith(JSON)
                ? bodies.read(request, PathsBody.class, JsonBodies.LARGE)
                : PathsBody.ofForm(request);
        if (body.paths().size() > PATHS_MAX) {
            throw new LimitException("At most %d paths can be asked for at once".formatted(PATHS_MAX));
        }
        return body;
    }

    /** Nothing is at a path that cannot be. */
    private static Optional<RepoPath> path(String text) {
        try {
            RepoPath path = RepoPath.of(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            return path.isRoot() ? Optional.empty() : Optional.of(path);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    record PathsBody(List<String> paths, @Nullable Boolean expand) {
        PathsBody(@Nullable List<String> paths, @Nullable Boolean expand) {
            this.paths = paths == null ? List.of() : paths;
            this.expand = expand;
        }

        static PathsBody ofForm(HttpServletRequest request) {
            String[] paths = request.getParameterValues("paths");
            return new PathsBody(
                    paths == null ? List.of() : List.of(paths), Boolean.valueOf(request.getParameter("expand")));
        }
    }
}
