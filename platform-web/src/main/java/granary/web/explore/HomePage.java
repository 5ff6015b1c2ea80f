package granary.web.explore;

import granary.web.ui.AvatarView;
import java.util.List;

/**
 * The first page.
 *
 * @param namespaces oneself and one's organizations
 * @param mine what lies in them, newest change first
 * @param recent what changed last of what others have and one may see
 * @param endpoint this server as clients are told of it
 * @param firstSteps whether to show what to do first: nothing is there yet
 */
record HomePage(
        List<AvatarView> namespaces, List<RowView> mine, List<RowView> recent, String endpoint, boolean firstSteps) {}
