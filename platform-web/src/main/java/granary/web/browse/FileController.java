package granary.web.browse;

import granary.repo.TreeEntry;
import granary.web.access.Caller;
import granary.web.access.RepoUrl;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A file: text by numbered lines, Markdown rendered, pictures, or what is known of its bytes. */
@Controller("filePageController")
class FileController {
    private final Pages pages;
    private final FileViews views;

    FileController(Pages pages, FileViews views) {
        this.pages = pages;
        this.views = views;
    }

    @GetMapping({RepoUrl.WEB + "/blob/**", RepoUrl.WEB_TYPED + "/blob/**"})
    ModelAndView show(
            Caller caller,
            RepoUrl url,
            @RequestParam(defaultValue = "") String view,
            @RequestParam(defaultValue = "1") String from,
            @RequestParam(defaultValue = "") String escape,
            Locale locale,
            HttpServletRequest request)
            throws IOException {
        return pages.with(caller, url, "blob", repository -> {
            View where = pages.view(repository, url);
            TreeEntry entry = repository.require(where.commit(), where.path());
            if (entry instanceof TreeEntry.Folder || entry instanceof TreeEntry.Submodule) {
                return FolderController.elsewhere(where.links().tree(where.revision(), where.path()));
            }
            var look = new FileViews.Look(view.equals("source"), line(from), !escape.isEmpty(), locale);
            HeadView head = pages.head(repository, "files", where.revision(), request);
            return new ModelAndView("repo/file", Map.of("page", views.of(where, head, entry, look)));
        });
    }

    private static int line(String from) {
        return from.matches("[1-9]\\d{0,8}") ? Integer.parseInt(from) : 1;
    }
}
