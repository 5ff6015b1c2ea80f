package granary.web.explore;

import granary.web.ui.AvatarView;
import granary.web.ui.PagerView;
import java.util.List;

/** A person's or organization's page; {@code organizations} is empty for the latter. */
record NamespacePage(
        AvatarView who,
        boolean isOrganization,
        long total,
        List<RowView> rows,
        List<AvatarView> organizations,
        PagerView pager) {}
