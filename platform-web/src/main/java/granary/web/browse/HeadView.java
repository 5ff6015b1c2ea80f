package granary.web.browse;

import granary.repo.RepoId;
import granary.repo.RepoPath;
import granary.repo.RepoType;
import granary.repo.RepositoryInfo;
import granary.web.ui.PathText;
import granary.web.ui.RepoLinks;
import java.util.List;

/**
 * What stands above every page of a repository.
 *
 * @param type {@code model}, {@code dataset}, {@code code} or {@code space}
 * @param tab which of its tabs is current: {@code card}, {@code files} or {@code commits}
 * @param files where the tab of files leads
 * @param commits where the tab of commits leads
 */
record HeadView(
        String type,
        String icon,
        String namespace,
        String name,
        String namespaceHref,
        String href,
        boolean isPrivate,
        String tab,
        String files,
        String commits,
        CloneView commands) {
    /** @param revision the one that the page shows, which its tabs keep */
    static HeadView of(RepositoryInfo repository, String tab, String revision, String endpoint) {
        RepoId id = repository.id();
        var links = new RepoLinks(id);
        return new HeadView(
                id.type().singular(),
                icon(id.type()),
                id.namespace(),
                id.name(),
                "/" + PathText.segment(id.namespace()),
                links.home(),
                repository.isPrivate(),
                tab,
                links.tree(revision, RepoPath.ROOT),
                links.commits(revision, RepoPath.ROOT),
                CloneView.of(repository, endpoint));
    }

    /** What a copy of the title gives. */
    public String path() {
        return namespace + "/" + name;
    }

    public List<Tab> tabs() {
        String first = type.equals("code") ? "code" : "card";
        return List.of(
                new Tab(first, href, tab.equals("card"), ""),
                new Tab("files", files, tab.equals("files"), "f"),
                new Tab("commits", commits, tab.equals("commits"), ""));
    }

    /** A tab; {@code go} is the letter that leads there after {@code g}. */
    record Tab(String word, String href, boolean current, String go) {}

    private static String icon(RepoType type) {
        return switch (type) {
            case MODEL -> "box";
            case DATASET -> "database";
            case SPACE -> "app-window";
            case CODE -> "code";
        };
    }
}
