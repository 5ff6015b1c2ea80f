package granary.web.browse;

import granary.web.ui.PagerView;
import java.util.List;

/** The history of a revision or path, newest first, by day. {@code path} is empty for all of it. */
record CommitsPage(HeadView head, RefMenu refs, List<View.Crumb> crumbs, String path, List<Day> days, PagerView pager) {
    /** The commits of a day, as its date is written in UTC. */
    record Day(String date, List<CommitView> commits) {}
}
