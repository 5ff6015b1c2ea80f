package granary.web.browse;

import granary.repo.CommitInfo;
import granary.repo.RepoPath;
import granary.repo.TreeEntry;
import granary.repo.TreePage;
import granary.web.ui.PathText;
import granary.web.ui.SizeView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder's table.
 *
 * @param parent the folder above; empty for the root
 * @param fill where the same rows can be had with their last commits; empty when they have them
 * @param full this page with the last commits, for browsers without scripts
 * @param next the page that goes on with the list; empty at its end
 */
record TreeView(List<Row> rows, String parent, String fill, String full, String next) {
    private static final int ROWS = 1000;
    private static final Set<String> PICTURES = Set.of("png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp");
    private static final Set<String> TEXTS = Set.of("md", "txt", "rst", "csv", "tsv", "log", "tex");
    private static final Set<String> DATA = Set.of("json", "jsonl", "yaml", "yml", "toml", "xml");
    private static final Set<String> WEIGHTS =
            Set.of("safetensors", "gguf", "bin", "pt", "pth", "onnx", "ckpt", "h5", "msgpack");

    /** One entry; {@code commit} is null until it is looked for. */
    record Row(
            String kind,
            String icon,
            String name,
            String href,
            @Nullable SizeView size,
            String badge,
            @Nullable CommitView commit) {}

    static TreeView of(View view, Optional<RepoPath> after, boolean withCommits) throws IOException {
        TreePage page = view.repository().tree(view.commit(), view.path(), false, after, ROWS);
        List<TreeEntry> entries = new ArrayList<>(page.entries());
        if (after.isEmpty() && page.next().isEmpty()) {
            entries.sort(Comparator.comparing(entry -> !(entry instanceof TreeEntry.Folder)));
        }
        Map<RepoPath, CommitInfo> commits = withCommits
                ? view.repository()
                        .lastCommits(
                                view.commit(),
                                entries.stream().map(TreeEntry::path).toList())
                : Map.of();
        String here = view.links().tree(view.revision(), view.path());
        String more =
                after.map(path -> "&after=" + PathText.segment(path.name())).orElse("");
        return new TreeView(
                entries.stream()
                        .map(entry -> row(view, entry, Optional.ofNullable(commits.get(entry.path()))))
                        .toList(),
                view.path().isRoot()
                        ? ""
                        : view.links().tree(view.revision(), view.path().parent()),
                withCommits ? "" : here + "?part=rows" + more,
                withCommits ? "" : here + "?commits=1" + more,
                page.next()
                        .map(path -> here + "?after=" + PathText.segment(path.name()))
                        .orElse(""));
    }

    private static Row row(View view, TreeEntry entry, Optional<CommitInfo> commit) {
        String name = entry.path().name();
        String blob = view.links().blob(view.revision(), entry.path());
        CommitView last = commit.map(info -> CommitView.of(info, view.links(), view.now()))
                .orElse(null);
        return switch (entry) {
            case TreeEntry.Folder _ ->
                new Row("folder", "folder", name, view.links().tree(view.revision(), entry.path()), null, "", last);
            case TreeEntry.GitFile file -> new Row("file", icon(name), name, blob, SizeView.of(file.size()), "", last);
            case TreeEntry.LfsFile file ->
                new Row("file", icon(name), name, blob, SizeView.of(file.size()), "lfs", last);
            case TreeEntry.Symlink _ -> new Row("link", "link-2", name, blob, null, "symlink", last);
            case TreeEntry.Submodule _ -> new Row("module", "folder-git-2", name, "", null, "submodule", last);
        };
    }

    static String icon(String name) {
        String extension = extension(name);
        if (PICTURES.contains(extension)) {
            return "file-image";
        }
        if (DATA.contains(extension)) {
            return "braces";
        }
        if (WEIGHTS.contains(extension)) {
            return "box";
        }
        return TEXTS.contains(extension) ? "file-text" : "file";
    }

    static boolean isPicture(String name) {
        return PICTURES.contains(extension(name));
    }

    static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
