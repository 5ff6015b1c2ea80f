package granary.web.explore;

import granary.repo.RepoType;
import granary.repo.RepositoryQuery;
import granary.web.access.Caller;
import granary.web.access.RepositoryAccess;
import granary.web.access.RepositoryAccess.Listing;
import granary.web.ui.PagerView;
import granary.web.ui.PathText;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The lists of models, datasets, spaces and code. Everything that shapes them is in the URL. */
@Controller
class ListController {
    private static final int ROWS = 30;
    private static final int PAGE_MAX = 10_000;
    private static final int SEARCH_MAX = 200;
    private static final int WORDS_MAX = 8;
    private static final List<RepoType> KINDS =
            List.of(RepoType.MODEL, RepoType.DATASET, RepoType.CODE, RepoType.SPACE);
    private static final Map<RepoType, String> ICONS = Map.of(
            RepoType.MODEL, "box", RepoType.DATASET, "database", RepoType.CODE, "code", RepoType.SPACE, "app-window");
    private static final Map<RepoType, String> NEW =
            Map.of(RepoType.MODEL, "/new", RepoType.DATASET, "/new-dataset", RepoType.CODE, "/new-code");

    private final RepositoryAccess access;
    private final Clock clock;

    ListController(RepositoryAccess access, Clock clock) {
        this.access = access;
        this.clock = clock;
    }

    @GetMapping({"/models", "/datasets", "/spaces", "/code"})
    ModelAndView list(
            @RequestParam(defaultValue = "") String search,
            @RequestParam(defaultValue = "updated") String sort,
            @RequestParam(defaultValue = "1") String p,
            Caller caller,
            HttpServletRequest request) {
        RepoType type =
                RepoType.fromPlural(request.getRequestURI().substring(1)).orElse(RepoType.MODEL);
        var question = new Question(type, search.strip(), sortOf(sort), pageOf(p));
        return new ModelAndView("explore/list", Map.of("page", page(question, caller)));
    }

    /** What the URL asks for. */
    private record Question(RepoType type, String search, RepositoryQuery.Sort sort, int page) {
        Listing listing(RepoType of) {
            return new Listing(Set.of(of), Optional.empty(), words(), sort, (page - 1) * ROWS, ROWS);
        }

        List<String> words() {
            String text = search.substring(0, Math.min(search.length(), SEARCH_MAX));
            return Arrays.stream(text.split("\\s+", -1))
                    .filter(word -> !word.isEmpty())
                    .limit(WORDS_MAX)
                    .toList();
        }

        String href(RepoType of, RepositoryQuery.Sort by) {
            String query = (search.isEmpty() ? "" : "search=" + PathText.segment(search) + "&")
                    + (by == RepositoryQuery.Sort.UPDATED ? "" : "sort=" + text(by) + "&");
            return "/" + of.plural() + (query.isEmpty() ? "" : "?" + query.substring(0, query.length() - 1));
        }
    }

    private ListPage page(Question question, Caller caller) {
        RepoType type = question.type();
        long total = access.count(caller, question.listing(type));
        int pages = Math.clamp((total + ROWS - 1) / ROWS, 1, PAGE_MAX);
        String base = question.href(type, question.sort());
        return new ListPage(
                type.plural(),
                total,
                question.search(),
                text(question.sort()),
                RowView.all(access.list(caller, question.listing(type)), clock.instant()),
                KINDS.stream().map(kind -> kind(question, kind, total, caller)).toList(),
                Arrays.stream(RepositoryQuery.Sort.values())
                        .map(sort ->
                                new ListPage.SortView(text(sort), question.href(type, sort), sort == question.sort()))
                        .toList(),
                NEW.getOrDefault(type, ""),
                PagerView.of(question.page(), pages, base + (base.contains("?") ? "&" : "?")));
    }

    private ListPage.KindView kind(Question question, RepoType kind, long total, Caller caller) {
        boolean current = kind == question.type();
        return new ListPage.KindView(
                kind.plural(),
                ICONS.getOrDefault(kind, "box"),
                question.href(kind, question.sort()),
                current ? total : access.count(caller, question.listing(kind)),
                current);
    }

    private static String text(RepositoryQuery.Sort sort) {
        return sort.name().toLowerCase(Locale.ROOT);
    }

    private static RepositoryQuery.Sort sortOf(String text) {
        return Arrays.stream(RepositoryQuery.Sort.values())
                .filter(sort -> text(sort).equals(text))
                .findFirst()
                .orElse(RepositoryQuery.Sort.UPDATED);
    }

    static int pageOf(String text) {
        return text.matches("[1-9]\\d{0,3}") ? Integer.parseInt(text) : 1;
    }
}
