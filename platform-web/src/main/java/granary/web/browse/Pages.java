package granary.web.browse;

import granary.repo.NotFoundException;
import granary.repo.Repository;
import granary.web.access.Caller;
import granary.web.access.Permission;
import granary.web.access.PublicUrl;
import granary.web.access.RepoUrl;
import granary.web.access.RepositoryAccess;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;

/** What every page of a repository begins with: the repository opened, if the caller may read it, and its head. */
final class Pages {
    private final RepositoryAccess access;
    private final PublicUrl publicUrl;
    private final Clock clock;

    Pages(RepositoryAccess access, PublicUrl publicUrl, Clock clock) {
        this.access = access;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** What a page does with the open repository. */
    interface Use<T> {
        T of(Repository repository) throws IOException;
    }

    /** Opens the repository for as long as the page is made; {@code verb} is what must follow the id in the URL. */
    <T> T with(Caller caller, RepoUrl url, String verb, Use<T> use) throws IOException {
        if (!url.verb().equals(verb)) {
            throw NotFoundException.repository(); // such as the dataset "tree" under a pattern of models' trees
        }
        try (Repository repository = access.open(caller, url.repoId(), Permission.READ)) {
            return use.of(repository);
        }
    }

    View view(Repository repository, RepoUrl url) throws IOException {
        return View.of(repository, url.revisionAndPath(1), clock);
    }

    HeadView head(Repository repository, String tab, String revision, HttpServletRequest request) {
        return HeadView.of(repository.info(), tab, revision, publicUrl.of(request));
    }

    boolean mayWrite(Caller caller, Repository repository) {
        return access.may(caller, repository.info(), Permission.WRITE);
    }

    Clock clock() {
        return clock;
    }
}
