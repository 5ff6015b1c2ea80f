package granary.web.explore;

import granary.repo.NotFoundException;
import granary.repo.RepositoryQuery;
import granary.web.access.Caller;
import granary.web.access.RepositoryAccess;
import granary.web.access.RepositoryAccess.Listing;
import granary.web.account.Accounts;
import granary.web.account.Organization;
import granary.web.account.User;
import granary.web.ui.AvatarView;
import granary.web.ui.PagerView;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What a person or an organization has here, as far as the caller may see it. */
@Controller
class NamespaceController {
    private static final int ROWS = 30;

    private final RepositoryAccess access;
    private final Accounts accounts;
    private final Clock clock;

    NamespaceController(RepositoryAccess access, Accounts accounts, Clock clock) {
        this.access = access;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Not the lists and forms beside it: two patterns of one variable each are equally good to Spring. */
    @GetMapping("/{namespace:(?!(?:models|datasets|spaces|code|new|new-dataset|new-code)$).+}")
    ModelAndView show(@PathVariable String namespace, @RequestParam(defaultValue = "1") String p, Caller caller) {
        Optional<User> user = accounts.findUser(namespace);
        Optional<Organization> organization = accounts.findOrganization(namespace);
        int page = ListController.pageOf(p);
        var listing = new Listing(
                Set.of(), Optional.of(namespace), List.of(), RepositoryQuery.Sort.UPDATED, (page - 1) * ROWS, ROWS);
        long total = access.count(caller, listing);
        // A stranger learns of a name only through something of it that is public.
        boolean visible = total > 0 || caller instanceof Caller.Member;
        AvatarView who = organization
                .map(one -> AvatarView.of(one.name(), one.fullName()))
                .or(() -> user.map(one -> AvatarView.of(one.name(), one.fullName())))
                .filter(_ -> visible)
                .orElseThrow(() -> NotFoundException.other("Page not found"));
        var view = new NamespacePage(
                who,
                organization.isPresent(),
                total,
                RowView.all(access.list(caller, listing), clock.instant()),
                user.map(one -> organizations(one, caller)).orElse(List.of()),
                PagerView.of(page, (int) Math.max(1, (total + ROWS - 1) / ROWS), who.href() + "?"));
        return new ModelAndView("explore/namespace", Map.of("page", view));
    }

    private List<AvatarView> organizations(User user, Caller caller) {
        return caller instanceof Caller.Member
                ? accounts.organizationsOf(user.id()).stream()
                        .map(one -> AvatarView.of(one.name(), one.fullName()))
                        .toList()
                : List.of();
    }
}
