package granary.web.storage;

import granary.blob.content.DamagedXorb;
import granary.blob.content.ReadBudget;
import granary.blob.content.Scrub;
import granary.repo.Repositories;
import granary.repo.RepositoryInfo;
import granary.repo.git.DamagedPack;
import granary.repo.git.PackScrub;
import granary.web.settings.HubSettings.Scrubbing;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Some minutes of scrubbing, within the budget; says which repositories are touched by what it finds. */
final class ScrubRun {
    private static final Logger LOG = LoggerFactory.getLogger(ScrubRun.class);
    private static final Duration TIME = Duration.ofMinutes(4);
    private static final int LISTED_MAX = 20;

    private final Scrub scrub;
    private final PackScrub packs;
    private final Repositories repositories;
    private final Scrubbing settings;

    ScrubRun(Scrub scrub, PackScrub packs, Repositories repositories, Scrubbing settings) {
        this.scrub = scrub;
        this.packs = packs;
        this.repositories = repositories;
        this.settings = settings;
    }

    void run() throws IOException {
        if (settings.bytesPerSecond() == 0) {
            return;
        }
        // Half the period: what waits its turn then is still read within the whole.
        var order = new Scrub.Order(settings.period().dividedBy(2), TIME, ReadBudget.of(settings.bytesPerSecond()));
        Scrub.Figures xorbs = scrub.run(order);
        PackScrub.Figures gitPacks = packs.run(order);
        if (xorbs.damaged() + gitPacks.damaged() > 0) {
            tell(scrub.damaged(LISTED_MAX), packs.damaged(LISTED_MAX));
        }
    }

    private void tell(List<DamagedXorb> xorbs, List<DamagedPack> gitPacks) {
        for (DamagedXorb xorb : xorbs) {
            LOG.error(
                    "Xorb {} is damaged since {}; {} contents rest on it, of {}. Sending their files again heals it.",
                    xorb.hash(),
                    xorb.since(),
                    xorb.contents(),
                    names(xorb.repositories()));
        }
        for (DamagedPack pack : gitPacks) {
            LOG.error(
                    "Git pack {} is damaged since {}, of {}. Put its files back from a copy of the objects.",
                    pack.pack(),
                    pack.since(),
                    names(List.of(pack.repository())));
        }
    }

    private String names(Collection<UUID> keys) {
        return repositories.findAll(Set.copyOf(keys)).values().stream()
                .map(RepositoryInfo::id)
                .map(id -> id.type().plural() + "/" + id.path())
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
