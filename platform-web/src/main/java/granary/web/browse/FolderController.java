package granary.web.browse;

import granary.repo.RepoPath;
import granary.repo.RepoType;
import granary.repo.TreeEntry;
import granary.web.access.Caller;
import granary.web.access.RepoUrl;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** A folder: names and sizes at once; the last commits, which take longer to find, by a second request. */
@Controller
class FolderController {
    private final Pages pages;
    private final Readmes readmes;

    FolderController(Pages pages, Readmes readmes) {
        this.pages = pages;
        this.readmes = readmes;
    }

    @GetMapping({RepoUrl.WEB + "/tree/**", RepoUrl.WEB_TYPED + "/tree/**"})
    ModelAndView show(
            Caller caller,
            RepoUrl url,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "") String commits,
            @RequestParam(defaultValue = "") String part,
            Locale locale,
            HttpServletRequest request)
            throws IOException {
        return pages.with(caller, url, "tree", repository -> {
            View view = pages.view(repository, url);
            if (!view.path().isRoot()
                    && !(repository.require(view.commit(), view.path()) instanceof TreeEntry.Folder)) {
                return elsewhere(view.links().blob(view.revision(), view.path()));
            }
            boolean rowsOnly = part.equals("rows");
            TreeView files = TreeView.of(view, cursor(view, after), rowsOnly || !commits.isEmpty());
            if (rowsOnly) {
                return new ModelAndView("repo/files :: rows", Map.of("files", files));
            }
            HeadView head = pages.head(repository, "files", view.revision(), request);
            boolean mayWrite = pages.mayWrite(caller, repository);
            return new ModelAndView("repo/folder", Map.of("page", page(view, head, files, mayWrite, locale)));
        });
    }

    private FolderPage page(View view, HeadView head, TreeView files, boolean mayWrite, Locale locale)
            throws IOException {
        CardView card = readmes.find(view, view.path())
                .map(found -> readmes.render(view, found, mayWrite, locale))
                .orElse(null);
        return new FolderPage(
                head,
                RefMenu.of(view, "tree"),
                view.crumbs(),
                view.path().text(),
                files,
                view.links().commits(view.revision(), view.path()),
                view.links().tree(view.commit().hex(), view.path()),
                download(view),
                card);
    }

    /** The command that fetches this folder, where Hub clients can. */
    private static String download(View view) {
        var id = view.repository().info().id();
        if (id.type() == RepoType.CODE) {
            return "";
        }
        String type =
                id.type() == RepoType.MODEL ? "" : " --repo-type " + id.type().singular();
        String include = view.path().isRoot()
                ? ""
                : " --include " + CloneView.quoted(view.path().text() + "/*");
        return "hf download " + id.path() + type + " --revision " + CloneView.quoted(view.revision()) + include;
    }

    private static Optional<RepoPath> cursor(View view, String after) {
        return after.isEmpty() || after.contains("/")
                ? Optional.empty()
                : Optional.of(
                        RepoUrl.path(view.path().isRoot() ? after : view.path().text() + "/" + after));
    }

    static ModelAndView elsewhere(String href) {
        var there = new RedirectView(href);
        there.setStatusCode(HttpStatus.FOUND);
        there.setExpandUriTemplateVariables(false);
        return new ModelAndView(there);
    }
}
