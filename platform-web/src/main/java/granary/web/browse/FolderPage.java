package granary.web.browse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder at a revision.
 *
 * @param pinned the same page at its commit, which never changes
 */
record FolderPage(
        HeadView head,
        RefMenu refs,
        List<View.Crumb> crumbs,
        String path,
        TreeView files,
        String history,
        String pinned,
        String download,
        @Nullable CardView card) {}
