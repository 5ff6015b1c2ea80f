package granary.web.admin;

import granary.blob.content.DamagedXorb;
import granary.blob.content.ReadBudget;
import granary.blob.content.Scrub;
import granary.repo.RepositoryInfo;
import granary.repo.git.DamagedPack;
import granary.repo.git.PackScrub;
import granary.web.access.RepositoryAccess;
import granary.web.settings.HubSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says what of the stored bytes is damaged, and whom that touches. */
@RestController
@RequestMapping("/api/admin")
class AdminScrubController {
    private static final Duration TIME = Duration.ofHours(20);
    private static final int LISTED_MAX = 1000;

    private final Scrub scrub;
    private final PackScrub packs;
    private final RepositoryAccess access;
    private final HubSettings.Scrubbing settings;

    AdminScrubController(Scrub scrub, PackScrub packs, RepositoryAccess access, HubSettings settings) {
        this.scrub = scrub;
        this.packs = packs;
        this.access = access;
        this.settings = settings.scrub();
    }

    /** What is known. */
    @GetMapping("/scrub")
    Report known() {
        Scrub.Progress progress = scrub.progress(settings.period());
        var state = new State(progress.xorbs(), progress.checked(), progress.oldest(), settings.bytesPerSecond());
        return new Report(
                state,
                scrub.damaged(LISTED_MAX).stream().map(this::view).toList(),
                packs.damaged(LISTED_MAX).stream().map(this::view).toList());
    }

    /** Reads everything once, now and as fast as it can, and says what is known then. */
    @PostMapping("/scrub")
    Report scrubNow() throws IOException {
        var order = new Scrub.Order(Duration.ZERO, TIME, ReadBudget.unlimited());
        scrub.run(order);
        packs.run(order);
        return known();
    }

    private XorbView view(DamagedXorb xorb) {
        return new XorbView(xorb.hash(), xorb.since(), xorb.contents(), names(xorb.repositories()));
    }

    private PackView view(DamagedPack pack) {
        return new PackView(pack.pack().toString(), pack.since(), names(List.of(pack.repository())));
    }

    private List<String> names(Collection<UUID> keys) {
        return access.named(Set.copyOf(keys)).values().stream()
                .map(RepositoryInfo::id)
                .map(id -> id.type().plural() + "/" + id.path())
                .sorted()
                .toList();
    }

    record Report(State state, List<XorbView> damagedXorbs, List<PackView> damagedPacks) {}

    /**
     * How far the scrub is.
     *
     * @param checkedInPeriod how many xorbs were found right within the period
     * @param oldestCheck of those that were read at all
     */
    record State(long xorbs, long checkedInPeriod, @Nullable Instant oldestCheck, long bytesPerSecond) {}

    record XorbView(String xorb, Instant since, long contents, List<String> repositories) {}

    record PackView(String pack, Instant since, List<String> repositories) {}
}
