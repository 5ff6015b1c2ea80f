package granary.web.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import granary.repo.Refs;
import granary.repo.Repository;
import granary.web.access.Caller;
import granary.web.access.Permission;
import granary.web.access.RepoUrl;
import granary.web.access.RepositoryAccess;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The branches, tags and pull requests of a repository (hub-api.md §7). */
@RestController
class RefsController {
    private final RepositoryAccess access;

    RefsController(RepositoryAccess access) {
        this.access = access;
    }

    @GetMapping(RepoUrl.API + "/refs")
    RefsView refs(
            Caller caller, RepoUrl url, @RequestParam(name = "include_prs", defaultValue = "false") boolean includePrs)
            throws IOException {
        try (Repository repository = access.open(caller, url.repoId(), Permission.READ)) {
            Refs refs = repository.refs();
            return new RefsView(
                    views(refs.branches()),
                    views(refs.converts()),
                    views(refs.tags()),
                    includePrs ? views(refs.pullRequests()) : null);
        }
    }

    private static List<RefView> views(List<Refs.Ref> refs) {
        return refs.stream()
                .map(ref -> new RefView(ref.name(), ref.fullName(), ref.target().hex()))
                .toList();
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RefsView(
            List<RefView> branches,
            List<RefView> converts,
            List<RefView> tags,
            @Nullable List<RefView> pullRequests) {}

    record RefView(String name, String ref, String targetCommit) {}
}
