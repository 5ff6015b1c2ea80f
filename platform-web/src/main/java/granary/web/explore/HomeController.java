package granary.web.explore;

import granary.repo.RepositoryInfo;
import granary.repo.RepositoryQuery;
import granary.web.access.Caller;
import granary.web.access.PublicUrl;
import granary.web.access.RepositoryAccess;
import granary.web.access.RepositoryAccess.Listing;
import granary.web.account.Setup;
import granary.web.ui.AvatarView;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** The first page: setup on an empty server, one's own repositories, or what strangers may see. */
@Controller
class HomeController {
    private static final int MINE = 20;
    private static final int RECENT = 15;
    private static final int NAMESPACES = 20;

    private final RepositoryAccess access;
    private final Setup setup;
    private final PublicUrl publicUrl;
    private final Clock clock;

    HomeController(RepositoryAccess access, Setup setup, PublicUrl publicUrl, Clock clock) {
        this.access = access;
        this.setup = setup;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    @GetMapping("/")
    ModelAndView home(Caller caller, HttpServletRequest request) {
        return switch (caller) {
            case Caller.Anonymous() when setup.isOpen() -> new ModelAndView("redirect:/setup");
            case Caller.Anonymous() -> strangers(caller, request);
            case Caller.Member member ->
                new ModelAndView("explore/home", Map.of("page", members(member, publicUrl.of(request))));
        };
    }

    private ModelAndView strangers(Caller caller, HttpServletRequest request) {
        List<RepositoryInfo> recent = access.list(caller, newest(Optional.empty(), RECENT));
        if (recent.isEmpty()) {
            return new ModelAndView("redirect:/login");
        }
        var page =
                new HomePage(List.of(), List.of(), RowView.all(recent, clock.instant()), publicUrl.of(request), false);
        return new ModelAndView("explore/home", Map.of("page", page));
    }

    private HomePage members(Caller.Member member, String endpoint) {
        List<AvatarView> namespaces = Stream.concat(
                        Stream.of(AvatarView.of(member.name(), member.user().fullName())),
                        member.organizations().stream().map(one -> AvatarView.of(one.name(), one.fullName())))
                .limit(NAMESPACES)
                .toList();
        Instant now = clock.instant();
        List<RepositoryInfo> mine = namespaces.stream()
                .flatMap(namespace -> access.list(member, newest(Optional.of(namespace.name()), MINE)).stream())
                .sorted(Comparator.comparing(RepositoryInfo::updatedAt).reversed())
                .limit(MINE)
                .toList();
        Set<UUID> known = mine.stream().map(RepositoryInfo::key).collect(Collectors.toSet());
        List<RepositoryInfo> recent = access.list(member, newest(Optional.empty(), RECENT + MINE)).stream()
                .filter(repository -> !known.contains(repository.key()))
                .limit(RECENT)
                .toList();
        return new HomePage(namespaces, RowView.all(mine, now), RowView.all(recent, now), endpoint, mine.isEmpty());
    }

    private static Listing newest(Optional<String> namespace, int limit) {
        return new Listing(Set.of(), namespace, List.of(), RepositoryQuery.Sort.UPDATED, 0, limit);
    }
}
