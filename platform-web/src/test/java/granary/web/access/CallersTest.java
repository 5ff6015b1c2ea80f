package granary.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import granary.web.account.AccountName;
import granary.web.account.Accounts;
import granary.web.account.MemberOf;
import granary.web.account.NewUser;
import granary.web.account.Role;
import granary.web.account.User;
import granary.web.token.NewToken;
import granary.web.token.TokenScope;
import granary.web.token.TokenSecret;
import granary.web.token.Tokens;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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

/** Who comes with a token or a session, as the tables are at that moment. */
@DataJpaTest
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@TestPropertySource(properties = {"spring.jpa.hibernate.ddl-auto=validate", "spring.flyway.out-of-order=true"})
@Import(CallersTest.Database.class)
class CallersTest {
    private static EmbeddedPostgres postgres;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Tokens tokens;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @Autowired
    private jakarta.persistence.EntityManager entities;

    private Callers callers;
    private User frank;

    @TestConfiguration
    @ComponentScan(
            basePackages = {"granary.web.account", "granary.web.token"},
            excludeFilters = @ComponentScan.Filter(TestConfiguration.class))
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

    @BeforeEach
    void frankHasAnAccount() {
        callers = new Callers(new CallerRows(jdbc), tokens, clock);
        frank = accounts.createUser(
                new NewUser(new AccountName("Frank"), "Frank F.", "frank@example.org", true, "correct horse"));
    }

    @Test
    void tokenStandsForItsUserUntilItIsRevoked() {
        Tokens.Created created = create(Optional.empty());

        Caller.Member member = ofToken(created.secret()).orElseThrow();
        assertThat(member.user())
                .usingRecursiveComparison()
                .ignoringFields("createdAt")
                .isEqualTo(frank);
        assertThat(member.user().createdAt()).isEqualTo(frank.createdAt().truncatedTo(ChronoUnit.MICROS));
        assertThat(member.token().orElseThrow().id()).isEqualTo(created.token().id());
        assertThat(member.token().orElseThrow().scope()).isEqualTo(TokenScope.WRITE);
        assertThat(again(created)).isPresent();

        tokens.revoke(frank.id(), created.token().id());

        assertThat(ofToken(created.secret())).isEmpty();
        assertThat(again(created)).isEmpty();
    }

    @Test
    void expiredTokenIsNoToken() {
        Tokens.Created created = create(Optional.of(Instant.now().minusSeconds(1)));

        assertThat(ofToken(created.secret())).isEmpty();
        assertThat(again(created)).isEmpty();
    }

    @Test
    void disabledUserIsNobodyByWhateverTheyCome() {
        Tokens.Created created = create(Optional.empty());
        accounts.setDisabled("frank", true);

        assertThat(ofToken(created.secret())).isEmpty();
        assertThat(again(created)).isEmpty();
        assertThat(callers.ofSession(frank.id())).isEmpty();
        assertThat(callers.again(Optional.of(frank.id()), Optional.empty())).isEmpty();
    }

    @Test
    void memberHasAllTheirOrganizationsAndTheirRolesThere() {
        accounts.createOrganization(new AccountName("Zoo"), "", false);
        accounts.createOrganization(new AccountName("lab"), "The Lab", true);
        accounts.createOrganization(new AccountName("others"), "", false);
        accounts.addMember("zoo", "frank", Role.ADMIN);
        accounts.addMember("lab", "frank", Role.READ);
        Tokens.Created created = create(Optional.empty());

        List<MemberOf> organizations = ofToken(created.secret()).orElseThrow().organizations();

        assertThat(organizations).extracting(MemberOf::name).containsExactly("lab", "Zoo");
        assertThat(organizations).extracting(MemberOf::role).containsExactly(Role.READ, Role.ADMIN);
        assertThat(organizations.getFirst().fullName()).isEqualTo("The Lab");
        assertThat(organizations.getFirst().privateByDefault()).isTrue();
        assertThat(callers.ofSession(frank.id()).orElseThrow().organizations()).isEqualTo(organizations);
    }

    @Test
    void sessionHasNoTokenEvenWhenItsUserHasOne() {
        create(Optional.empty());
        entities.flush();

        assertThat(callers.ofSession(frank.id()).orElseThrow().token()).isEmpty();
        assertThat(callers.ofSession(UUID.randomUUID())).isEmpty();
    }

    @Test
    void tokenOfAnotherUserIsNotFoundByItsId() {
        Tokens.Created created = create(Optional.empty());
        entities.flush();

        assertThat(callers.again(
                        Optional.of(UUID.randomUUID()),
                        Optional.of(created.token().id())))
                .isEmpty();
    }

    @Test
    void useOfATokenIsNoted() {
        Tokens.Created created = create(Optional.empty());

        ofToken(created.secret());

        assertThat(jdbc.sql("select last_used_at is not null from access_token where id = ?")
                        .param(created.token().id())
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    private Tokens.Created create(Optional<Instant> expiresAt) {
        return tokens.create(new NewToken(frank.id(), "laptop", TokenScope.WRITE, expiresAt, Optional.empty()));
    }

    private Optional<Caller.Member> ofToken(TokenSecret secret) {
        entities.flush();
        return callers.ofToken(secret.text());
    }

    private Optional<Caller> again(Tokens.Created created) {
        entities.flush();
        return callers.again(
                Optional.of(frank.id()), Optional.of(created.token().id()));
    }
}
