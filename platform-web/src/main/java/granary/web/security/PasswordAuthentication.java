package granary.web.security;

import granary.web.account.Accounts;
import granary.web.account.SignInGuard;
import granary.web.account.User;
import java.time.Duration;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** The login form's name and password. Never says which of the two was wrong. */
final class PasswordAuthentication implements AuthenticationProvider {
    private final Accounts accounts;
    private final SignInGuard guard;

    PasswordAuthentication(Accounts accounts, SignInGuard guard) {
        this.accounts = accounts;
        this.guard = guard;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String name = attempt.getName();
        String address =
                attempt.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
        Duration wait = guard.waitFor(name, address);
        if (wait.isPositive()) {
            throw new LockedException(String.valueOf(Math.max(1, wait.toSeconds())));
        }
        User user = accounts.authenticate(name, String.valueOf(attempt.getCredentials()))
                .orElseThrow(() -> {
                    guard.failed(name, address);
                    return new BadCredentialsException("name or password is wrong");
                });
        guard.succeeded(name);
        return SignIn.authenticationOf(user);
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
