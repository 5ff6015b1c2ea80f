package granary.web.hub;

import granary.repo.CommitId;
import granary.repo.NotFoundException;
import granary.repo.Repository;
import granary.repo.Revision;
import granary.web.access.Caller;
import granary.web.access.Permission;
import granary.web.access.RepoUrl;
import granary.web.access.RepositoryAccess;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What is known of a repository, at its default branch or at a revision (hub-api.md §5). */
@RestController
class RepoInfoController {
    private final RepositoryAccess access;
    private final JsonMapper json;

    RepoInfoController(RepositoryAccess access, JsonMapper json) {
        this.access = access;
        this.json = json;
    }

    @GetMapping(RepoUrl.API)
    Map<String, Object> info(Caller caller, RepoUrl url, HttpServletRequest request) throws IOException {
        try (Repository repository = access.open(caller, url.repoId(), Permission.READ)) {
            return answer(repository, Revision.of(repository.info().defaultBranch()), request);
        }
    }

    @GetMapping(RepoUrl.API + "/revision/**")
    Map<String, Object> infoAt(Caller caller, RepoUrl url, HttpServletRequest request) throws IOException {
        try (Repository repository = access.open(caller, url.repoId(), Permission.READ)) {
            return answer(repository, url.revisionAndPath(1).revision(), request);
        }
    }

    /** {@code gpt2}: ids of one segment are known to clients, but nobody's here. */
    @GetMapping("/api/{types:models|datasets|spaces|code}/{name}")
    Map<String, Object> legacy() {
        throw NotFoundException.repository();
    }

    private Map<String, Object> answer(Repository repository, Revision revision, HttpServletRequest request)
            throws IOException {
        Optional<CommitId> commit = Heads.find(repository, revision);
        InfoFields fields = InfoFields.ofOne(request, repository.info().id().type());
        return fields.answer(new RepoFacts(repository, commit, json));
    }

    @GetMapping(RepoUrl.API + "/auth-check")
    void mayRead(Caller caller, RepoUrl url) {
        access.require(caller, url.repoId(), Permission.READ);
    }

    @GetMapping(RepoUrl.API + "/auth-check/write")
    void mayWrite(Caller caller, RepoUrl url) {
        access.require(caller, url.repoId(), Permission.WRITE);
    }
}
