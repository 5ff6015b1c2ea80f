package granary.web.browse;

import granary.web.ui.SizeView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file at a revision. Exactly one of {@code text}, {@code card}, {@code picture} and {@code hex} says what it looks
 * like, or none when only its facts are shown.
 *
 * @param kind a plain file, {@code lfs}, or a symbolic link
 * @param icon what its name looks like
 * @param sha256 of an LFS file's content; else empty
 * @param note message of why only the facts are shown; empty when there is more
 */
record FilePage(
        HeadView head,
        RefMenu refs,
        List<View.Crumb> crumbs,
        String path,
        String name,
        String kind,
        String icon,
        SizeView size,
        String oid,
        String sha256,
        Links links,
        CommitView lastCommit,
        @Nullable TextView text,
        @Nullable CardView card,
        String picture,
        String hex,
        String target,
        String note) {

    /** Where the buttons lead. The last two are of Markdown, as it is read and as it is written; else empty. */
    record Links(String raw, String download, String history, String pinned, String rendered, String source) {}
}
