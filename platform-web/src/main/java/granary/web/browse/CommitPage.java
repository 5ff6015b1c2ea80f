package granary.web.browse;

import java.util.List;

/**
 * One commit.
 *
 * @param complete whether {@code changes} is all of them
 */
record CommitPage(HeadView head, CommitView commit, List<Parent> parents, List<Change> changes, boolean complete) {
    /** A commit that it follows. */
    record Parent(String shortId, String href) {}

    /**
     * A file that it touched.
     *
     * @param kind {@code added}, {@code changed} or {@code deleted}
     * @param href the file after it; before it, for a deleted one
     */
    record Change(String kind, String icon, String path, String href) {}
}
