package granary.web.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import granary.blob.content.ContentStore;
import granary.blob.content.ContentUsage;
import granary.blob.content.StoreStats;
import granary.repo.RepoId;
import granary.repo.RepoType;
import granary.repo.RepositoryInfo;
import granary.web.access.MalformedRequestException;
import granary.web.access.RepositoryAccess;
import granary.web.settings.HubSettings;
import granary.web.settings.ObjectLocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
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
        return everything(Optional.empty()).stream().map(RepositoryView::of).toList();
    }

    private List<RepositoryInfo> everything(Optional<String> namespace) {
        var all = new ArrayList<RepositoryInfo>();
        List<RepositoryInfo> page;
        do {
            page = access.listEverything(namespace, all.size(), PAGE);
            all.addAll(page);
        } while (page.size() == PAGE && all.size() < REPOSITORIES_MAX);
        return all;
    }

    @GetMapping("/stats")
    StatsView stats() {
        return new StatsView(objects.toString(), contents.stats());
    }

    /** As {@link #stats}, of what one namespace holds. */
    @GetMapping(path = "/stats", params = "namespace")
    UsageView statsOfNamespace(@RequestParam String namespace) {
        return usage(everything(Optional.of(namespace)));
    }

    /** As {@link #stats}, of what one repository holds, named such as {@code models/alice/llama}. */
    @GetMapping(path = "/stats", params = "repository")
    UsageView statsOfRepository(@RequestParam String repository) {
        return usage(List.of(access.requireAny(id(repository))));
    }

    private static RepoId id(String text) {
        String[] parts = text.split("/", -1);
        Optional<RepoType> type = parts.length == 3 ? RepoType.fromPlural(parts[0]) : Optional.empty();
        try {
            return new RepoId(type.orElseThrow(), parts[1], parts[2]);
        } catch (IllegalArgumentException | NoSuchElementException e) {
            throw new MalformedRequestException(
                    "'%s' names no repository; one is such as models/alice/llama".formatted(text), e);
        }
    }

    private UsageView usage(List<RepositoryInfo> repositories) {
        List<UUID> keys = repositories.stream().map(RepositoryInfo::key).toList();
        return new UsageView(repositories.size(), contents.usage(keys), access.packBytes(repositories));
    }

    /** What some repositories hold: large files, and git's own packs. */
    record UsageView(int repositories, @JsonUnwrapped ContentUsage held, long gitBytes) {}

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
