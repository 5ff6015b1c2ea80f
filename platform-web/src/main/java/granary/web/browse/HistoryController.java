package granary.web.browse;

import granary.repo.CommitId;
import granary.repo.CommitInfo;
import granary.repo.Refs;
import granary.repo.RepoPath;
import granary.repo.Repository;
import granary.web.access.Caller;
import granary.web.access.MalformedRequestException;
import granary.web.access.RepoUrl;
import granary.web.ui.PagerView;
import granary.web.ui.RepoLinks;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A repository's commits and refs. */
@Controller
class HistoryController {
    private static final int COMMITS = 50;
    private static final int PAGES_MAX = 2000;
    private static final int REFS_MAX = 1000;

    private final Pages pages;

    HistoryController(Pages pages) {
        this.pages = pages;
    }

    @GetMapping({RepoUrl.WEB + "/commits/**", RepoUrl.WEB_TYPED + "/commits/**"})
    ModelAndView commits(
            Caller caller, RepoUrl url, @RequestParam(defaultValue = "1") String p, HttpServletRequest request)
            throws IOException {
        int page = p.matches("[1-9]\\d{0,3}") ? Math.min(Integer.parseInt(p), PAGES_MAX) : 1;
        CommitsPage view = pages.with(
                caller,
                url,
                "commits",
                repository -> commits(
                        pages.view(repository, url),
                        page,
                        revision -> pages.head(repository, "commits", revision, request)));
        return new ModelAndView("repo/commits", Map.of("page", view));
    }

    private static CommitsPage commits(View view, int page, Function<String, HeadView> head) throws IOException {
        List<CommitInfo> found =
                view.repository().history(view.commit(), view.path(), (page - 1) * COMMITS, COMMITS + 1);
        var days = new LinkedHashMap<String, List<CommitView>>();
        found.stream()
                .limit(COMMITS)
                .map(commit -> CommitView.of(commit, view.links(), view.now()))
                .forEach(commit -> days.computeIfAbsent(commit.date().date(), _ -> new ArrayList<>())
                        .add(commit));
        int pages = found.size() > COMMITS ? page + 1 : page;
        return new CommitsPage(
                head.apply(view.revision()),
                RefMenu.of(view, "commits"),
                view.crumbs(),
                view.path().text(),
                days.entrySet().stream()
                        .map(day -> new CommitsPage.Day(day.getKey(), day.getValue()))
                        .toList(),
                PagerView.of(page, pages, view.links().commits(view.revision(), view.path()) + "?"));
    }

    @GetMapping({RepoUrl.WEB + "/commit/{id}", RepoUrl.WEB_TYPED + "/commit/{id}"})
    ModelAndView commit(Caller caller, RepoUrl url, HttpServletRequest request) throws IOException {
        CommitPage view = pages.with(caller, url, "commit", repository -> {
            if (url.rest().size() != 2) {
                throw new MalformedRequestException("the URL names no commit");
            }
            CommitId id = repository.resolve(RepoUrl.revision(url.rest().get(1)));
            CommitInfo commit = repository.commit(id);
            var links = new RepoLinks(repository.info().id());
            Changes changes = Changes.of(repository, commit);
            return new CommitPage(
                    pages.head(repository, "commits", repository.info().defaultBranch(), request),
                    CommitView.of(commit, links, pages.clock().instant()),
                    commit.parents().stream()
                            .map(parent -> new CommitPage.Parent(View.shortId(parent), links.commit(parent)))
                            .toList(),
                    changes.list(),
                    changes.isComplete());
        });
        return new ModelAndView("repo/commit", Map.of("page", view));
    }

    @GetMapping({RepoUrl.WEB + "/refs", RepoUrl.WEB_TYPED + "/refs"})
    ModelAndView refs(
            Caller caller,
            RepoUrl url,
            @RequestParam(defaultValue = "tree") String at,
            @RequestParam(defaultValue = "") String path,
            HttpServletRequest request)
            throws IOException {
        RepoPath keep = RepoUrl.path(path);
        RefsPage view = pages.with(
                caller,
                url,
                "refs",
                repository -> refs(
                        repository,
                        at,
                        keep,
                        pages.head(repository, "files", repository.info().defaultBranch(), request)));
        return new ModelAndView("repo/refs", Map.of("page", view));
    }

    private static RefsPage refs(Repository repository, String at, RepoPath path, HeadView head) throws IOException {
        Refs refs = repository.refs();
        var links = new RepoLinks(repository.info().id());
        Function<Refs.Ref, RefsPage.Row> row = ref -> new RefsPage.Row(
                ref.name(),
                RefMenu.href(links, at, ref.fullName().startsWith("refs/pr/") ? ref.fullName() : ref.name(), path),
                View.shortId(ref.target()),
                links.commit(ref.target()),
                ref.name().equals(repository.info().defaultBranch()));
        return new RefsPage(
                head,
                path.text(),
                refs.branches().stream().limit(REFS_MAX).map(row).toList(),
                refs.tags().stream().limit(REFS_MAX).map(row).toList(),
                refs.pullRequests().stream().limit(REFS_MAX).map(row).toList());
    }
}
