package granary.web.browse;

import granary.repo.LimitException;
import granary.repo.RepoPath;
import granary.repo.TreeEntry;
import granary.repo.TreePage;
import granary.web.ui.SizeView;
import java.io.IOException;
import java.util.Optional;

/** How many files a revision has and how large they are together. Not said of one with more than a page shows. */
record Totals(long files, SizeView size) {
    private static final int ENTRIES_MAX = 2000;

    static Optional<Totals> of(View view) throws IOException {
        TreePage page;
        try {
            page = view.repository().tree(view.commit(), RepoPath.ROOT, true, Optional.empty(), ENTRIES_MAX);
        } catch (LimitException _) {
            return Optional.empty();
        }
        if (page.next().isPresent()) {
            return Optional.empty();
        }
        long bytes = page.entries().stream().mapToLong(Totals::bytes).sum();
        long files = page.entries().stream()
                .filter(entry -> !(entry instanceof TreeEntry.Folder))
                .count();
        return Optional.of(new Totals(files, SizeView.of(bytes)));
    }

    private static long bytes(TreeEntry entry) {
        return switch (entry) {
            case TreeEntry.GitFile file -> file.size();
            case TreeEntry.LfsFile file -> file.size();
            case TreeEntry.Symlink link -> link.size();
            case TreeEntry.Folder _, TreeEntry.Submodule _ -> 0;
        };
    }
}
