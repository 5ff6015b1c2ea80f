package granary.web.hub;

import granary.web.access.Caller;
import granary.web.account.MemberOf;
import granary.web.account.User;
import granary.web.token.Token;
import granary.web.token.TokenScope;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who the caller is (hub-api.md §3). */
@RestController
class WhoamiController {
    @GetMapping("/api/whoami-v2")
    WhoamiView whoami(Caller.Member caller) {
        User user = caller.user();
        return new WhoamiView(
                "user",
                HubFormat.id(user.id()),
                user.name(),
                user.fullName(),
                user.email(),
                true,
                false,
                false,
                "",
                caller.organizations().stream().map(OrganizationView::of).toList(),
                caller.token().map(AuthView::of).orElseGet(() -> new AuthView("session", Map.of())));
    }

    record WhoamiView(
            String type,
            String id,
            String name,
            String fullname,
            String email,
            boolean emailVerified,
            boolean isPro,
            boolean canPay,
            String avatarUrl,
            List<OrganizationView> orgs,
            AuthView auth) {}

    record OrganizationView(
            String type,
            String id,
            String name,
            String fullname,
            boolean canPay,
            String avatarUrl,
            String roleInOrg,
            boolean isEnterprise) {
        static OrganizationView of(MemberOf organization) {
            return new OrganizationView(
                    "org",
                    HubFormat.id(organization.organizationId()),
                    organization.name(),
                    organization.fullName(),
                    false,
                    "",
                    organization.role().text(),
                    false);
        }
    }

    /** What the caller came with. Clients print {@code role} and keep the token under {@code displayName}. */
    record AuthView(String type, Map<String, String> accessToken) {
        static AuthView of(Token token) {
            String role = token.scope() == TokenScope.READ ? "read" : "write";
            return new AuthView(
                    "access_token",
                    Map.of("displayName", token.name(), "role", role, "createdAt", HubFormat.date(token.createdAt())));
        }
    }
}
