package granary.web.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import granary.blob.content.ContentStore;
import granary.blob.content.StoreStats;
import granary.repo.RepositoryInfo;
import granary.web.access.RepositoryAccess;
import granary.web.settings.HubSettings;
import granary.web.settings.ObjectLocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin")
class AdminStoreController {
    private static final int PAGE = 1000;
    private static final int REPOSITORIES_MAX = 100_000;

    private final RepositoryAccess access;
    private final ContentStore contents;
    private final ObjectLocation objects;

    AdminStoreController(RepositoryAccess access, ContentStore contents, HubSettings settings) {
        this.access = access;
        this.contents = contents;
        this.objects = settings.objectLocation();
    }

    @GetMapping("/repos")
    List<RepositoryView> repositories() {
        var all = new ArrayList<RepositoryView>();
        List<RepositoryInfo> page;
        do {
            page = access.listEverything(all.size(), PAGE);
            page.stream().map(RepositoryView::of).forEach(all::add);
        } while (page.size() == PAGE && all.size() < REPOSITORIES_MAX);
        return all;
    }

    @GetMapping("/stats")
    StatsView stats() {
        return new StatsView(objects.toString(), contents.stats());
    }

    /** Where objects are, and what is stored in them. */
    record StatsView(String objects, @JsonUnwrapped StoreStats stored) {}

    /** A repository, as commands print it. */
    record RepositoryView(
            String type, String id, boolean isPrivate, String defaultBranch, Instant createdAt, Instant updatedAt) {
        static RepositoryView of(RepositoryInfo repository) {
            return new RepositoryView(
                    repository.id().type().singular(),
                    repository.id().path(),
                    repository.isPrivate(),
                    repository.defaultBranch(),
                    repository.createdAt(),
                    repository.updatedAt());
        }
    }
}
