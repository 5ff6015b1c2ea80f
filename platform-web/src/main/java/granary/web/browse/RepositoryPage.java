package granary.web.browse;

import granary.web.ui.TimeView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A repository's own page.
 *
 * @param empty whether there is nothing but what it was made with: the page then shows how to fill it
 * @param card its README; null when there is none
 * @param files its first folder, for code; null for others
 * @param totals null when there are too many files to say
 * @param lastCommit null in a repository without any
 */
record RepositoryPage(
        HeadView head,
        boolean empty,
        boolean mayWrite,
        @Nullable CardView card,
        List<Metadata.Pill> pills,
        List<Metadata.Relation> relations,
        @Nullable TreeView files,
        @Nullable RefMenu refs,
        @Nullable Totals totals,
        @Nullable CommitView lastCommit,
        String revision,
        TimeView created,
        TimeView updated) {}
