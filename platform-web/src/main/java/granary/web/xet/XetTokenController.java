package granary.web.xet;

import granary.repo.Repository;
import granary.repo.RepositoryInfo;
import granary.repo.Revision;
import granary.web.access.Caller;
import granary.web.access.Permission;
import granary.web.access.RepoUrl;
import granary.web.access.RepositoryAccess;
import granary.web.error.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Exchanges a caller's rights for an access token of the CAS API (xet-protocol.md §1.2). */
@RestController
class XetTokenController {
    private final RepositoryAccess access;
    private final XetLinks links;

    XetTokenController(RepositoryAccess access, XetLinks links) {
        this.access = access;
        this.links = links;
    }

    /** For whoever may read; the revision must be there. */
    @GetMapping(RepoUrl.API + "/xet-read-token/**")
    ResponseEntity<TokenAnswer> read(Caller caller, RepoUrl url, HttpServletRequest request) throws IOException {
        try (Repository repository = access.open(caller, url.repoId(), Permission.READ)) {
            Revision revision = url.revisionAndPath(1).revision();
            repository.resolve(revision);
            return answer(links.access(request, caller, repository.info(), Permission.READ, revision.text()));
        }
    }

    /** For whoever may write. The branch may be one that the commit makes. */
    @GetMapping(RepoUrl.API + "/xet-write-token/**")
    ResponseEntity<TokenAnswer> write(
            Caller caller,
            RepoUrl url,
            @RequestParam(name = "create_pr", defaultValue = "") String createPullRequest,
            HttpServletRequest request) {
        RepositoryInfo repository = access.require(caller, url.repoId(), Permission.WRITE);
        String revision = url.revisionAndPath(1).revision().text();
        if (!createPullRequest.isEmpty() && !createPullRequest.matches("0|(?i:false)")) {
            throw new RefusedException(
                    HttpStatus.BAD_REQUEST, "This server has no pull requests: commit to a branch, without create_pr");
        }
        return answer(links.access(request, caller, repository, Permission.WRITE, revision));
    }

    private static ResponseEntity<TokenAnswer> answer(XetLinks.Access granted) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().cacheControl(CacheControl.noStore());
        granted.writeTo(answer::header);
        return answer.body(new TokenAnswer(granted.casUrl(), granted.expiresAt().getEpochSecond(), granted.token()));
    }

    /** The form of it that hf_xet and JavaScript read. */
    record TokenAnswer(String casUrl, long exp, String accessToken) {}
}
