package granary.web.hub;

import granary.repo.RepoType;
import granary.repo.Repository;
import granary.repo.RepositoryInfo;
import granary.repo.RepositoryQuery.Sort;
import granary.repo.Revision;
import granary.web.access.Caller;
import granary.web.access.MalformedRequestException;
import granary.web.access.Permission;
import granary.web.access.RepositoryAccess;
import granary.web.access.UrlPath;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Lists of repositories, as far as the caller may see them (hub-api.md §5). */
@RestController
class RepoListController {
    private static final int PAGE = 100;
    private static final int PAGE_MAX = 500;

    /** How many repositories one request looks into to find those that match; the next page goes on from there. */
    private static final int LOOKED_INTO_MAX = 500;

    private final RepositoryAccess access;
    private final NextPage nextPage;
    private final JsonMapper json;

    RepoListController(RepositoryAccess access, NextPage nextPage, JsonMapper json) {
        this.access = access;
        this.nextPage = nextPage;
        this.json = json;
    }

    @GetMapping("/api/{types:models|datasets|spaces|code}")
    ResponseEntity<List<Map<String, Object>>> list(Caller caller, Query query, HttpServletRequest request)
            throws IOException {
        RepoType type =
                RepoType.fromPlural(UrlPath.of(request).segments().get(1)).orElseThrow();
        InfoFields fields = InfoFields.ofMany(request, type);
        ListFilter filter = ListFilter.of(request);
        int limit = query.page();
        int offset = query.offset();
        List<RepositoryInfo> candidates = access.list(
                caller,
                new RepositoryAccess.Listing(
                        Set.of(type),
                        Optional.ofNullable(query.author()),
                        search(request),
                        query.sorting(),
                        offset,
                        LOOKED_INTO_MAX));
        var found = new ArrayList<Map<String, Object>>();
        int looked = 0;
        for (RepositoryInfo candidate : candidates) {
            if (found.size() == limit) {
                break;
            }
            looked++;
            look(caller, candidate, fields, filter).ifPresent(found::add);
        }
        var headers = new HttpHeaders();
        boolean isMore = looked < candidates.size() || candidates.size() == LOOKED_INTO_MAX;
        if (isMore) {
            headers.add("Link", nextPage.link(request, "cursor", String.valueOf(offset + looked)));
        }
        return ResponseEntity.ok().headers(headers).body(found);
    }

    private Optional<Map<String, Object>> look(
            Caller caller, RepositoryInfo candidate, InfoFields fields, ListFilter filter) throws IOException {
        try (Repository repository = access.open(caller, candidate.id(), Permission.READ)) {
            var facts = new RepoFacts(repository, repository.find(Revision.of(candidate.defaultBranch())), json);
            return filter.matches(facts) ? Optional.of(fields.answer(facts)) : Optional.empty();
        } catch (granary.repo.NotFoundException _) {
            return Optional.empty(); // deleted since it was listed
        }
    }

    private static List<String> search(HttpServletRequest request) {
        String[] words = request.getParameterValues("search");
        return words == null
                ? List.of()
                : Stream.of(words).filter(word -> !word.isBlank()).toList();
    }

    /** Which part of the list, in which order. {@code cursor} is how many to skip. */
    record Query(
            @Nullable String author,
            @Nullable String sort,
            @Nullable Integer limit,
            @Nullable Integer cursor) {
        int page() {
            return limit == null ? PAGE : Math.clamp(limit, 1, PAGE_MAX);
        }

        int offset() {
            if (cursor != null && cursor < 0) {
                throw new MalformedRequestException("'cursor' is not one of ours");
            }
            return cursor == null ? 0 : cursor;
        }

        /** Of what we don't count, everything has equally much; the newest then comes first. */
        Sort sorting() {
            return switch (sort) {
                case "createdAt", "created_at" -> Sort.CREATED;
                case "id" -> Sort.NAME;
                case null, default -> Sort.UPDATED;
            };
        }
    }
}
