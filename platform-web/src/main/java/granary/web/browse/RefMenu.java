package granary.web.browse;

import granary.repo.Refs;
import granary.repo.RepoPath;
import granary.web.ui.PathText;
import granary.web.ui.RepoLinks;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The switch of revisions: the first branches and tags; all are on a page of their own.
 *
 * @param label the revision shown
 * @param all where every ref is listed
 */
record RefMenu(String label, boolean isTag, boolean isCommit, List<Item> branches, List<Item> tags, String all) {
    private static final int SHOWN = 15;

    /** @param verb what the page at hand does with a revision: {@code tree}, {@code blob} or {@code commits} */
    static RefMenu of(View view, String verb) throws IOException {
        Refs refs = view.repository().refs();
        UnaryOperator<String> href = revision -> href(view.links(), verb, revision, view.path());
        String query = "?at=" + verb
                + (view.path().isRoot()
                        ? ""
                        : "&path=" + PathText.segment(view.path().text()));
        String label = view.revisionLabel();
        return new RefMenu(
                label,
                refs.branches().stream().noneMatch(ref -> ref.name().equals(label))
                        && refs.tags().stream().anyMatch(ref -> ref.name().equals(label)),
                view.isPinned(),
                items(refs.branches(), label, href),
                items(refs.tags(), label, href),
                view.links().refs() + query);
    }

    static String href(RepoLinks links, String verb, String revision, RepoPath path) {
        return switch (verb) {
            case "blob" -> links.blob(revision, path);
            case "commits" -> links.commits(revision, path);
            default -> links.tree(revision, path);
        };
    }

    private static List<Item> items(List<Refs.Ref> refs, String current, UnaryOperator<String> href) {
        return refs.stream()
                .limit(SHOWN)
                .map(ref ->
                        new Item(ref.name(), href.apply(ref.name()), ref.name().equals(current)))
                .toList();
    }

    /** A branch or tag. */
    record Item(String name, String href, boolean current) {}
}
