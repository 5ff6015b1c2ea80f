package granary.web.browse;

import granary.repo.CommitId;
import granary.repo.RepoPath;
import granary.repo.RepoType;
import granary.repo.Repository;
import granary.repo.Revision;
import granary.repo.card.Card;
import granary.web.access.Caller;
import granary.web.access.RepoUrl;
import granary.web.ui.RepoLinks;
import granary.web.ui.TimeView;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** A repository's own page: its card, or its first folder and README. */
@Controller
class RepositoryController {
    private static final String ATTRIBUTES = ".gitattributes";

    private final Pages pages;
    private final Readmes readmes;

    RepositoryController(Pages pages, Readmes readmes) {
        this.pages = pages;
        this.readmes = readmes;
    }

    @GetMapping({RepoUrl.WEB, RepoUrl.WEB_TYPED})
    ModelAndView show(Caller caller, RepoUrl url, Locale locale, HttpServletRequest request) throws IOException {
        RepositoryPage page = pages.with(caller, url, "", repository -> {
            HeadView head = pages.head(repository, "card", repository.info().defaultBranch(), request);
            Optional<View> view = defaultBranch(repository);
            return view.isPresent()
                    ? filled(view.get(), head, pages.mayWrite(caller, repository), locale)
                    : page(repository, head, true, pages.mayWrite(caller, repository), null);
        });
        return new ModelAndView("repo/show", Map.of("page", page));
    }

    /** Where the page looks; empty when nothing was committed there yet. */
    private Optional<View> defaultBranch(Repository repository) throws IOException {
        String branch = repository.info().defaultBranch();
        Optional<CommitId> commit = repository.find(Revision.of(branch));
        return commit.map(id ->
                new View(repository, new RepoLinks(repository.info().id()), branch, id, RepoPath.ROOT, pages.clock()));
    }

    private RepositoryPage filled(View view, HeadView head, boolean mayWrite, Locale locale) throws IOException {
        Repository repository = view.repository();
        Optional<Readmes.Readme> readme = readmes.find(view, RepoPath.ROOT);
        TreeView files = TreeView.of(view, Optional.empty(), false);
        boolean untouched = files.rows().stream().allMatch(row -> row.name().equals(ATTRIBUTES));
        Optional<Card> card = readme.map(Readmes.Readme::card);
        var parts = new Parts(
                view,
                readme.map(found -> readmes.render(view, found, mayWrite, locale))
                        .orElse(null),
                card.map(Metadata::pills).orElse(List.of()),
                card.map(Metadata::relations).orElse(List.of()),
                repository.info().id().type() == RepoType.CODE || readme.isEmpty() ? files : null);
        return page(repository, head, untouched, mayWrite, parts);
    }

    /** What only a repository with commits has. */
    private record Parts(
            View view,
            @Nullable CardView card,
            List<Metadata.Pill> pills,
            List<Metadata.Relation> relations,
            @Nullable TreeView files) {}

    private RepositoryPage page(
            Repository repository, HeadView head, boolean empty, boolean mayWrite, @Nullable Parts parts)
            throws IOException {
        Instant now = pages.clock().instant();
        return new RepositoryPage(
                head,
                empty,
                mayWrite,
                parts == null ? null : parts.card(),
                parts == null ? List.of() : parts.pills(),
                parts == null ? List.of() : parts.relations(),
                parts == null || empty ? null : parts.files(),
                parts == null || empty ? null : RefMenu.of(parts.view(), "tree"),
                parts == null ? null : Totals.of(parts.view()).orElse(null),
                parts == null
                        ? null
                        : CommitView.of(
                                repository.commit(parts.view().commit()),
                                parts.view().links(),
                                now),
                repository.info().defaultBranch(),
                TimeView.of(repository.info().createdAt(), now),
                TimeView.of(repository.info().updatedAt(), now));
    }
}
