package granary.web.explore;

import granary.web.ui.PagerView;
import java.util.List;

/**
 * A list of repositories of one kind.
 *
 * @param kind {@code models}, {@code datasets}, {@code code} or {@code spaces}
 * @param search what was searched for; empty for everything
 * @param sort {@code updated}, {@code created} or {@code name}
 * @param kinds the other kinds, with what the same search finds there
 * @param newHref where one is made; empty where none can be made here
 */
record ListPage(
        String kind,
        long total,
        String search,
        String sort,
        List<RowView> rows,
        List<KindView> kinds,
        List<SortView> sorts,
        String newHref,
        PagerView pager) {

    /** A kind of repository in the list at the side. */
    record KindView(String kind, String icon, String href, long count, boolean current) {}

    /** A way to sort. */
    record SortView(String sort, String href, boolean current) {}
}
