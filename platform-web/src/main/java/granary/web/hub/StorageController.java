package granary.web.hub;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import granary.blob.content.ContentStore;
import granary.blob.content.ContentUsage;
import granary.repo.RepositoryInfo;
import granary.web.access.Caller;
import granary.web.access.Permission;
import granary.web.access.RepoUrl;
import granary.web.access.RepositoryAccess;
import granary.web.transfer.Slots;
import java.time.Duration;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How much room a repository takes. */
@RestController
class StorageController {
    private static final int AT_ONCE_MAX = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RepositoryAccess access;
    private final ContentStore contents;
    private final Slots slots = new Slots(AT_ONCE_MAX, PATIENCE);

    StorageController(RepositoryAccess access, ContentStore contents) {
        this.access = access;
        this.contents = contents;
    }

    @GetMapping(RepoUrl.API + "/storage")
    StorageView storage(Caller caller, RepoUrl url) {
        RepositoryInfo repository = access.require(caller, url.repoId(), Permission.READ);
        try (var _ = slots.take()) {
            return new StorageView(contents.usage(List.of(repository.key())), access.packBytes(List.of(repository)));
        }
    }

    /** Its large files, and its git packs. */
    record StorageView(@JsonUnwrapped ContentUsage held, long gitBytes) {}
}
