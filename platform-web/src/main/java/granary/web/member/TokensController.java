package granary.web.member;

import granary.repo.ConflictException;
import granary.repo.LimitException;
import granary.repo.NotFoundException;
import granary.web.access.Caller;
import granary.web.access.ForbiddenException;
import granary.web.access.PublicUrl;
import granary.web.token.NewToken;
import granary.web.token.TokenScope;
import granary.web.token.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** One's access tokens. For browser sessions only: a token must not make a stronger one. */
@Controller
class TokensController {
    private static final String LIST = "/settings/tokens";

    private final Tokens tokens;
    private final PublicUrl publicUrl;
    private final Clock clock;

    TokensController(Tokens tokens, PublicUrl publicUrl, Clock clock) {
        this.tokens = tokens;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    @GetMapping(LIST)
    ModelAndView list(@RequestParam(defaultValue = "") String scope, Caller.Member caller) {
        requireSession(caller);
        return page(caller, new Wish("", scope, "90"), "");
    }

    @PostMapping(LIST)
    ModelAndView create(Wish wish, Caller.Member caller, HttpServletRequest request, HttpServletResponse response) {
        requireSession(caller);
        try {
            NewToken wanted = new NewToken(
                    caller.user().id(), wish.name(), wish.tokenScope(), wish.end(clock.instant()), Optional.empty());
            Tokens.Created created = tokens.create(wanted);
            // Shown by the answer itself: a redirect would have to keep the secret somewhere.
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.setHeader("Referrer-Policy", "no-referrer");
            var page = new CreatedTokenPage(
                    created.token().name(),
                    created.secret().text(),
                    created.token().scope().text(),
                    publicUrl.of(request));
            return new ModelAndView("token/created", Map.of("page", page));
        } catch (IllegalArgumentException _) {
            return again(caller, wish, "token.problem.name", response);
        } catch (ConflictException _) {
            return again(caller, wish, "token.problem.taken", response);
        } catch (LimitException _) {
            return again(caller, wish, "token.problem.many", response);
        }
    }

    @GetMapping(LIST + "/{id}/revoke")
    ModelAndView confirm(@PathVariable UUID id, Caller.Member caller) {
        requireSession(caller);
        TokensPage.Row row = rows(caller).stream()
                .filter(token -> token.id().equals(id))
                .findFirst()
                .orElseThrow(() -> NotFoundException.other("No such token"));
        return new ModelAndView("token/revoke", Map.of("page", row));
    }

    @PostMapping(LIST + "/{id}/revoke")
    RedirectView revoke(@PathVariable UUID id, Caller.Member caller) {
        requireSession(caller);
        if (!tokens.revoke(caller.user().id(), id)) {
            throw NotFoundException.other("No such token");
        }
        var list = new RedirectView(LIST);
        list.setStatusCode(HttpStatus.SEE_OTHER);
        return list;
    }

    /** What the form sends; a field that was left out gets its default. */
    record Wish(String name, String scope, String expiry) {
        private static final int NAME_MAX = 200;

        Wish {
            name = name == null ? "" : name.substring(0, Math.min(name.length(), NAME_MAX));
            scope = scope != null && TokensPage.SCOPES.contains(scope) ? scope : TokenScope.READ.text();
            expiry = expiry != null && TokensPage.EXPIRIES.contains(expiry) ? expiry : "90";
        }

        TokenScope tokenScope() {
            return TokenScope.of(scope).orElse(TokenScope.READ);
        }

        Optional<Instant> end(Instant now) {
            return expiry.equals("never")
                    ? Optional.empty()
                    : Optional.of(now.plus(Duration.ofDays(Long.parseLong(expiry))));
        }
    }

    private static void requireSession(Caller.Member caller) {
        if (caller.token().isPresent()) {
            throw new ForbiddenException("Access tokens are made and revoked by signing in, not with another token");
        }
    }

    private ModelAndView again(Caller.Member caller, Wish wish, String problem, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(caller, wish, problem);
    }

    private ModelAndView page(Caller.Member caller, Wish wish, String problem) {
        var page = new TokensPage(rows(caller), wish.name(), wish.scope(), wish.expiry(), problem);
        return new ModelAndView("token/list", Map.of("page", page));
    }

    private List<TokensPage.Row> rows(Caller.Member caller) {
        Instant now = clock.instant();
        return tokens.listOf(caller.user().id()).stream()
                .map(token -> TokensPage.Row.of(token, now))
                .toList();
    }
}
