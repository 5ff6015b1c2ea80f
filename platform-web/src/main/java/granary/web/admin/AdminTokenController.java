package granary.web.admin;

import static granary.web.admin.AdminUserController.checked;

import granary.repo.NotFoundException;
import granary.web.access.MalformedRequestException;
import granary.web.account.Accounts;
import granary.web.account.User;
import granary.web.token.NewToken;
import granary.web.token.Token;
import granary.web.token.TokenScope;
import granary.web.token.TokenSecret;
import granary.web.token.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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
@RequestMapping("/api/admin/users/{user}/tokens")
class AdminTokenController {
    private final Accounts accounts;
    private final Tokens tokens;

    AdminTokenController(Accounts accounts, Tokens tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    @PostMapping
    CreatedView create(@PathVariable String user, @RequestBody NewTokenBody body) {
        TokenScope scope = TokenScope.of(Objects.requireNonNullElse(body.scope(), ""))
                .orElseThrow(() -> new MalformedRequestException("a scope is read, write or admin"));
        NewToken wanted = checked(() -> new NewToken(
                require(user).id(),
                Objects.requireNonNullElse(body.name(), ""),
                scope,
                Optional.empty(),
                Optional.ofNullable(body.value()).map(TokenSecret::new)));
        Tokens.Created created = tokens.create(wanted);
        Token token = created.token();
        return new CreatedView(
                token.id(), token.name(), token.scope().text(), created.secret().text());
    }

    @GetMapping
    List<TokenView> list(@PathVariable String user) {
        return tokens.listOf(require(user).id()).stream().map(TokenView::of).toList();
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable String user, @PathVariable UUID id) {
        if (!tokens.revoke(require(user).id(), id)) {
            throw NotFoundException.other("%s has no such token".formatted(user));
        }
    }

    private User require(String name) {
        return accounts.findUser(name).orElseThrow(() -> NotFoundException.other("No such user: " + name));
    }

    record NewTokenBody(
            @Nullable String name,
            @Nullable String scope,
            @Nullable String value) {}

    /** A fresh token with its secret, this once. */
    record CreatedView(UUID id, String name, String scope, String token) {}

    /** A token, as commands print it. */
    record TokenView(
            UUID id,
            String name,
            String scope,
            String hint,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {
        static TokenView of(Token token) {
            return new TokenView(
                    token.id(),
                    token.name(),
                    token.scope().text(),
                    token.hint(),
                    token.createdAt(),
                    token.expiresAt().orElse(null),
                    token.lastUsedAt().orElse(null));
        }
    }
}
