package granary.web.hub;

import granary.blob.StorageFullException;
import granary.repo.CommitBuilder;
import granary.repo.CommitId;
import granary.repo.Repository;
import granary.web.access.Caller;
import granary.web.access.MalformedRequestException;
import granary.web.access.Permission;
import granary.web.access.PublicUrl;
import granary.web.access.RepoUrl;
import granary.web.access.RepositoryAccess;
import granary.web.transfer.Pace;
import granary.web.transfer.PacedInput;
import granary.web.transfer.Slots;
import granary.web.transfer.Spills;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Commits made by Hub clients (hub-api.md §8.4). */
@RestController
class CommitController {
    private static final int COMMITS_MAX = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How much of a refused body is read, so that the client comes to reading why. */
    private static final long DRAIN_BYTES_MAX = 64L * 1024 * 1024;

    private final RepositoryAccess access;
    private final CommitFiles files;
    private final PublicUrl publicUrl;
    private final Spills spills;
    private final JsonMapper json;
    private final Slots commits = new Slots(COMMITS_MAX, PATIENCE);

    CommitController(RepositoryAccess access, CommitFiles files, PublicUrl publicUrl, Spills spills, JsonMapper json) {
        this.access = access;
        this.files = files;
        this.publicUrl = publicUrl;
        this.spills = spills;
        this.json = json;
    }

    @PostMapping(RepoUrl.API + "/commit/**")
    CommitAnswer commit(Caller.Member caller, RepoUrl url, HttpServletRequest request) throws IOException {
        PullRequests.refuse(request);
        try (Repository repository = access.open(caller, url.repoId(), Permission.WRITE)) {
            String branch =
                    Heads.requireBranch(repository, url.revisionAndPath(1).revision());
            var body = new PacedInput(request.getInputStream(), new Pace());
            CommitId commit = commit(repository, branch, caller, body);
            String address =
                    HubFormat.webUrl(publicUrl.of(request), repository.info().id());
            return new CommitAnswer(true, commit.hex(), address + "/commit/" + commit.hex(), "");
        }
    }

    private CommitId commit(Repository repository, String branch, Caller.Member caller, PacedInput body)
            throws IOException {
        // Closed before the rest of a refused body is read: who only listens for why takes nobody's place.
        try (var _ = commits.take();
                var line = spills.begin();
                CommitBuilder builder = repository.commitTo(branch, caller.author())) {
            var lines = new CommitLines(body, line, json);
            CommitLine first = lines.next()
                    .filter(header -> header.key().equals("header"))
                    .orElseThrow(() -> new MalformedRequestException("A commit begins with a line 'header'"));
            Header header = Header.of(first);
            files.addAll(lines, repository, builder);
            return builder.commit(header.summary(), header.description(), header.parent());
        } catch (IllegalArgumentException e) {
            body.drain(DRAIN_BYTES_MAX);
            throw new MalformedRequestException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | StorageFullException e) {
            body.drain(DRAIN_BYTES_MAX);
            throw e;
        }
    }

    /** The answer that clients take {@code commitUrl} apart of. */
    record CommitAnswer(boolean success, String commitOid, String commitUrl, String hookOutput) {}

    /** The first line: what the commit says, and where the client believes the branch to be. */
    private record Header(String summary, String description, Optional<String> parent) {
        static Header of(CommitLine line) {
            String summary = line.require("summary").strip();
            if (summary.isEmpty()) {
                throw new MalformedRequestException("A commit needs a 'summary'");
            }
            return new Header(
                    summary,
                    line.text("description").orElse(""),
                    line.text("parentCommit").filter(parent -> !parent.isEmpty()));
        }
    }
}
