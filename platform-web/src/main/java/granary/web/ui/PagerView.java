package granary.web.ui;

import org.jspecify.annotations.Nullable;

/** Where a numbered list goes on. {@code page} counts from 1. */
public record PagerView(
        int page,
        int pages,
        @Nullable String previous,
        @Nullable String next) {
    /**
     * The pager of a list.
     *
     * @param base URL of the list without its page, ending in {@code ?} or {@code &}
     */
    public static PagerView of(int page, int pages, String base) {
        return new PagerView(
                page,
                pages,
                page > 1 ? base + "p=" + (page - 1) : null,
                page < pages ? base + "p=" + (page + 1) : null);
    }

    public boolean needed() {
        return pages > 1;
    }
}
