package granary.web.admin;

import granary.web.access.MalformedRequestException;
import granary.web.account.AccountName;
import granary.web.account.Accounts;
import granary.web.account.NewUser;
import granary.web.account.User;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/users")
class AdminUserController {
    private final Accounts accounts;

    AdminUserController(Accounts accounts) {
        this.accounts = accounts;
    }

    @PostMapping
    UserView create(@RequestBody NewUserBody body) {
        NewUser user = checked(() -> new NewUser(
                new AccountName(Objects.requireNonNullElse(body.name(), "")),
                Objects.requireNonNullElse(body.fullName(), ""),
                Objects.requireNonNullElse(body.email(), ""),
                Boolean.TRUE.equals(body.admin()),
                Objects.requireNonNullElse(body.password(), "")));
        return UserView.of(accounts.createUser(user));
    }

    @GetMapping
    List<UserView> list() {
        return accounts.listUsers().stream().map(UserView::of).toList();
    }

    @PostMapping("/{name}/disable")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void disable(@PathVariable String name) {
        accounts.setDisabled(name, true);
    }

    @PostMapping("/{name}/enable")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void enable(@PathVariable String name) {
        accounts.setDisabled(name, false);
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String name) {
        accounts.deleteUser(name);
    }

    @PostMapping("/{name}/reset-password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resetPassword(@PathVariable String name, @RequestBody PasswordBody body) {
        checked(() -> {
            accounts.resetPassword(name, Objects.requireNonNullElse(body.password(), ""));
            return name;
        });
    }

    /** Runs what refuses bad values with {@link IllegalArgumentException}, and says so to the client. */
    static <T> T checked(Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException e) {
            throw new MalformedRequestException(String.valueOf(e.getMessage()), e);
        }
    }

    record NewUserBody(
            @Nullable String name,
            @Nullable String fullName,
            @Nullable String email,
            @Nullable Boolean admin,
            @Nullable String password) {}

    record PasswordBody(@Nullable String password) {}

    /** An account, as commands print it. */
    record UserView(String name, String fullName, String email, boolean admin, boolean disabled, Instant createdAt) {
        static UserView of(User user) {
            return new UserView(
                    user.name(), user.fullName(), user.email(), user.siteAdmin(), user.disabled(), user.createdAt());
        }
    }
}
