package granary.web.explore;

import granary.repo.RepositoryInfo;
import granary.web.ui.RepoLinks;
import granary.web.ui.TimeView;
import java.time.Instant;
import java.util.List;

/** A repository as one line of a list; {@code type} is {@code model}, {@code dataset}, {@code code} or {@code space}. */
record RowView(String type, String namespace, String name, String href, boolean isPrivate, TimeView updated) {
    static RowView of(RepositoryInfo repository, Instant now) {
        var id = repository.id();
        return new RowView(
                id.type().singular(),
                id.namespace(),
                id.name(),
                new RepoLinks(id).home(),
                repository.isPrivate(),
                TimeView.of(repository.updatedAt(), now));
    }

    static List<RowView> all(List<RepositoryInfo> repositories, Instant now) {
        return repositories.stream().map(repository -> of(repository, now)).toList();
    }
}
