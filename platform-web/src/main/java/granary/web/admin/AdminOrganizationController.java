package granary.web.admin;

import static granary.web.admin.AdminUserController.checked;

import granary.web.access.MalformedRequestException;
import granary.web.account.AccountName;
import granary.web.account.Accounts;
import granary.web.account.Organization;
import granary.web.account.Role;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/orgs")
class AdminOrganizationController {
    private final Accounts accounts;

    AdminOrganizationController(Accounts accounts) {
        this.accounts = accounts;
    }

    @PostMapping
    OrganizationView create(@RequestBody NewOrganizationBody body) {
        AccountName name = checked(() -> new AccountName(Objects.requireNonNullElse(body.name(), "")));
        return OrganizationView.of(accounts.createOrganization(
                name, Objects.requireNonNullElse(body.fullName(), ""), Boolean.TRUE.equals(body.privateByDefault())));
    }

    @GetMapping
    List<OrganizationView> list() {
        return accounts.listOrganizations().stream().map(OrganizationView::of).toList();
    }

    @PutMapping("/{organization}/members/{user}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void addMember(@PathVariable String organization, @PathVariable String user, @RequestBody MemberBody body) {
        Role role = Role.of(Objects.requireNonNullElse(body.role(), ""))
                .orElseThrow(() -> new MalformedRequestException("a role is read, write or admin"));
        accounts.addMember(organization, user, role);
    }

    record NewOrganizationBody(
            @Nullable String name,
            @Nullable String fullName,
            @Nullable Boolean privateByDefault) {}

    record MemberBody(@Nullable String role) {}

    /** An organization, as commands print it. */
    record OrganizationView(String name, String fullName, boolean privateByDefault, Instant createdAt) {
        static OrganizationView of(Organization organization) {
            return new OrganizationView(
                    organization.name(),
                    organization.fullName(),
                    organization.privateByDefault(),
                    organization.createdAt());
        }
    }
}
