package granary.web.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import granary.repo.ConflictException;
import granary.web.token.NewToken;
import granary.web.token.TokenScope;
import granary.web.token.TokenSecret;
import granary.web.token.Tokens;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Accounts, setup and tokens on a real PostgreSQL. */
@DataJpaTest
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@TestPropertySource(properties = {"spring.jpa.hibernate.ddl-auto=validate", "spring.flyway.out-of-order=true"})
@Import(AccountsTest.Database.class)
class AccountsTest {
    private static final String PASSWORD = "correct horse";

    @Autowired
    private Accounts accounts;

    @Autowired
    private Setup setup;

    @Autowired
    private SetupCode setupCode;

    @Autowired
    private Site site;

    @Autowired
    private Tokens tokens;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private jakarta.persistence.EntityManager entities;

    private static EmbeddedPostgres postgres;

    @TestConfiguration
    @ComponentScan({"granary.web.account", "granary.web.token"})
    static class Database {
        @Bean
        DataSource dataSource() {
            return postgres.getPostgresDatabase();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void nameIsTakenForUsersAndOrganizationsAlikeWhateverItsCase() {
        accounts.createUser(user("Alice"));

        assertThatExceptionOfType(NameTakenException.class).isThrownBy(() -> accounts.createUser(user("aLICE")));
        assertThatExceptionOfType(NameTakenException.class)
                .isThrownBy(() -> accounts.createOrganization(new AccountName("ALICE"), "", false));
    }

    @Test
    void nameOfADeletedUserIsNotHandedOut() {
        accounts.createUser(user("gone"));
        accounts.deleteUser("gone");

        assertThatExceptionOfType(NameTakenException.class).isThrownBy(() -> accounts.createUser(user("gone")));
    }

    @Test
    void signsInByNameOrEmailWithTheRightPasswordOnly() {
        accounts.createUser(user("bob"));

        assertThat(accounts.authenticate("BOB", PASSWORD)).isPresent();
        assertThat(accounts.authenticate("bob@example.org", PASSWORD)).isPresent();
        assertThat(accounts.authenticate("bob", PASSWORD + " ")).isEmpty();
        assertThat(accounts.authenticate("nobody", PASSWORD)).isEmpty();
    }

    @Test
    void disabledUserCannotSignIn() {
        accounts.createUser(user("carol"));
        accounts.setDisabled("carol", true);

        assertThat(accounts.authenticate("carol", PASSWORD)).isEmpty();
    }

    @Test
    void passwordIsNeverStored() {
        accounts.createUser(user("dave"));
        entities.flush();

        assertThat(jdbc.sql("select password_hash from user_account where name = 'dave'")
                        .query(String.class)
                        .single())
                .startsWith("{pbkdf2}")
                .doesNotContain(PASSWORD);
    }

    @Test
    void shortPasswordIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NewUser(new AccountName("eve"), "", "", false, "7letter"));
    }

    @Test
    void memberHasTheRoleLastGiven() {
        accounts.createUser(user("erin"));
        accounts.createOrganization(new AccountName("lab"), "The Lab", true);
        accounts.addMember("lab", "erin", Role.READ);
        accounts.addMember("LAB", "Erin", Role.WRITE);

        assertThat(accounts.organizationsOf(
                        accounts.findUser("erin").orElseThrow().id()))
                .singleElement()
                .satisfies(member -> {
                    assertThat(member.role()).isEqualTo(Role.WRITE);
                    assertThat(member.privateByDefault()).isTrue();
                });
    }

    @Test
    void setupWorksOnceAndOnlyWithTheCode() {
        String code = setupCode.current().orElseThrow();
        assertThat(setupCode.current()).contains(code);
        assertThatExceptionOfType(WrongSetupCodeException.class)
                .isThrownBy(() -> setup.complete(answers("AAAA-AAAA-AAAA-AAAA", "root1")));

        User admin = setup.complete(answers(" " + code.toLowerCase(java.util.Locale.ROOT), "root1"));

        assertThat(admin.siteAdmin()).isTrue();
        assertThat(setup.isOpen()).isFalse();
        assertThat(setupCode.current()).isEmpty();
        assertThat(site.anonymousRead()).contains(true);
        assertThat(site.publicUrl()).contains("http://hub.example.org:8080");
        assertThatExceptionOfType(WrongSetupCodeException.class)
                .isThrownBy(() -> setup.complete(answers(code, "root2")));
    }

    @Test
    void tokenOfAnotherUserCannotBeRevoked() {
        User grace = accounts.createUser(user("grace"));
        User mallory = accounts.createUser(user("mallory"));
        Tokens.Created created = tokens.create(token(grace, "laptop"));

        assertThat(tokens.revoke(mallory.id(), created.token().id())).isFalse();
        assertThat(tokens.listOf(grace.id())).containsExactly(created.token());
    }

    @Test
    void importedTokenKeepsItsValueAndCannotBeImportedTwice() {
        User ivan = accounts.createUser(user("ivan"));
        var secret = new TokenSecret("hf_HubCITokenXXXXXXXXXXXXXXXXXXXXX");
        NewToken imported = new NewToken(ivan.id(), "ci", TokenScope.WRITE, Optional.empty(), Optional.of(secret));

        assertThat(tokens.create(imported).secret()).isEqualTo(secret);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> tokens.create(
                        new NewToken(ivan.id(), "ci 2", TokenScope.WRITE, Optional.empty(), Optional.of(secret))));
    }

    @Test
    void guessingAPasswordMakesTheNextGuessWait() {
        var now = Instant.parse("2026-01-01T00:00:00Z");
        var guard = new SignInGuard(jdbc, Clock.fixed(now, ZoneOffset.UTC));
        for (int i = 0; i < 5; i++) {
            assertThat(guard.waitFor("victim", "192.0.2.1")).isZero();
            guard.failed("victim", "192.0.2.1");
        }
        assertThat(guard.waitFor("VICTIM", "192.0.2.9")).isPositive();
        assertThat(guard.waitFor("somebody", "192.0.2.1")).isZero();

        var later = new SignInGuard(jdbc, Clock.fixed(now.plus(Duration.ofMinutes(16)), ZoneOffset.UTC));
        assertThat(later.waitFor("victim", "192.0.2.1")).isZero();
    }

    private static NewUser user(String name) {
        return new NewUser(new AccountName(name), "", name + "@example.org", false, PASSWORD);
    }

    private static NewToken token(User user, String name) {
        return new NewToken(user.id(), name, TokenScope.WRITE, Optional.empty(), Optional.empty());
    }

    private static Setup.Answers answers(String code, String name) {
        var admin = new NewUser(new AccountName(name), "", "", true, PASSWORD);
        return new Setup.Answers(code, "Our hub", Optional.of("http://hub.example.org:8080/"), true, admin);
    }
}
