package granary.web.account;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;

@Configuration(proxyBeanMethods = false)
class AccountConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** PBKDF2 with 310,000 rounds of HMAC-SHA-256; hashes name their method, so that a later one can replace it. */
    @Bean
    PasswordEncoder passwordEncoder() {
        String method = "pbkdf2";
        return new DelegatingPasswordEncoder(
                method, java.util.Map.of(method, Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8()));
    }

    @Bean
    Accounts accounts(
            JdbcClient jdbc,
            Users users,
            Organizations organizations,
            Memberships memberships,
            PasswordEncoder passwords,
            Clock clock) {
        return new Accounts(new Namespaces(jdbc), users, organizations, memberships, passwords, clock);
    }

    @Bean
    Site site(JdbcClient jdbc) {
        return new Site(jdbc);
    }

    @Bean
    SetupCode setupCode(Accounts accounts, Site site) {
        return new SetupCode(accounts, site);
    }

    @Bean
    Setup setup(Accounts accounts, Site site, SetupCode code) {
        return new Setup(accounts, site, code);
    }

    @Bean
    SignInGuard signInGuard(JdbcClient jdbc, Clock clock) {
        return new SignInGuard(jdbc, clock);
    }
}
