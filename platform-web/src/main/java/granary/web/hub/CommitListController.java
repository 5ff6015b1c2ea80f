package granary.web.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import granary.repo.CommitId;
import granary.repo.CommitInfo;
import granary.repo.Repository;
import granary.web.access.Caller;
import granary.web.access.MalformedRequestException;
import granary.web.access.Permission;
import granary.web.access.RepoUrl;
import granary.web.access.RepositoryAccess;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The commits behind a revision, newest first (hub-api.md §7). */
@RestController
class CommitListController {
    private static final int PAGE = 50;
    private static final int PAGE_MAX = 1000;

    /** Counting walks the history; past this the count is only a lower bound. */
    private static final int COUNT_MAX = 100_000;

    private final RepositoryAccess access;
    private final NextPage nextPage;

    CommitListController(RepositoryAccess access, NextPage nextPage) {
        this.access = access;
        this.nextPage = nextPage;
    }

    @GetMapping(RepoUrl.API + "/commits/**")
    ResponseEntity<List<CommitView>> commits(Caller caller, RepoUrl url, Page page, HttpServletRequest request)
            throws IOException {
        try (Repository repository = access.open(caller, url.repoId(), Permission.READ)) {
            RepoUrl.RevisionAndPath where = url.revisionAndPath(1);
            Optional<CommitId> head = Heads.find(repository, where.revision());
            var headers = new HttpHeaders();
            if (head.isEmpty()) {
                headers.add("X-Total-Count", "0");
                return ResponseEntity.ok().headers(headers).body(List.of());
            }
            int size = page.size();
            List<CommitInfo> found = repository.history(head.get(), where.path(), page.number() * size, size + 1);
            if (where.path().isRoot() && page.number() == 0) {
                headers.add("X-Total-Count", String.valueOf(repository.countCommits(head.get(), COUNT_MAX)));
            }
            if (found.size() > size) {
                headers.add("Link", nextPage.link(request, "p", String.valueOf(page.number() + 1)));
            }
            boolean formatted = wants(request, "formatted");
            return ResponseEntity.ok()
                    .headers(headers)
                    .body(found.stream()
                            .limit(size)
                            .map(commit -> CommitView.of(commit, formatted))
                            .toList());
        }
    }

    private static boolean wants(HttpServletRequest request, String expansion) {
        String[] wanted = request.getParameterValues("expand[]");
        return wanted != null && Arrays.asList(wanted).contains(expansion);
    }

    /** Which part of the history: {@code p} counts pages from 0. */
    record Page(@Nullable Integer limit, @Nullable Integer p) {
        private static final int NUMBER_MAX = 100_000;

        int size() {
            return limit == null ? PAGE : Math.clamp(limit, 1, PAGE_MAX);
        }

        int number() {
            if (p != null && (p < 0 || p > NUMBER_MAX)) {
                throw new MalformedRequestException("'p' must be a page number");
            }
            return p == null ? 0 : p;
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CommitView(
            String id,
            String title,
            String message,
            String date,
            List<AuthorView> authors,
            @Nullable Formatted formatted) {
        static CommitView of(CommitInfo commit, boolean formatted) {
            return new CommitView(
                    commit.id().hex(),
                    commit.title(),
                    commit.message(),
                    HubFormat.date(commit.date()),
                    List.of(new AuthorView(commit.author().name(), "")),
                    formatted ? Formatted.of(commit) : null);
        }
    }

    record AuthorView(String user, String avatar) {}

    /** Title and message as HTML: our own text escaped, nothing more. */
    record Formatted(String title, String message) {
        static Formatted of(CommitInfo commit) {
            return new Formatted(HtmlUtils.htmlEscape(commit.title()), HtmlUtils.htmlEscape(commit.message()));
        }
    }
}
