package granary.web.lfs;

import static org.assertj.core.api.Assertions.assertThat;

import granary.blob.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class GrantsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T01:00:00Z");

    private final Grants grants = grants("0123456789abcdef0123456789abcdef", NOW);

    private static Grants grants(String secret, Instant now) {
        var key = new LinkKey(JdbcClient.create(new DriverManagerDataSource())) {
            @Override
            byte[] secret() {
                return secret.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            }
        };
        return new Grants(key, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Grant grant(Optional<UUID> user, Optional<UUID> token) {
        return new Grant(
                Grant.Action.UPLOAD,
                UUID.fromString("11111111-2222-3333-4444-555555555555"),
                user,
                token,
                new Sha256("ab".repeat(32)),
                123_456_789_012L,
                NOW.plus(Grants.LIFETIME));
    }

    @Test
    void signedGrantComesBackAsItWas() {
        Grant grant = grant(Optional.of(UUID.randomUUID()), Optional.of(UUID.randomUUID()));

        assertThat(grants.open(grants.sign(grant))).contains(grant);
        assertThat(grants.open(grants.sign(grant(Optional.empty(), Optional.empty()))))
                .contains(grant(Optional.empty(), Optional.empty()));
    }

    @Test
    void anyOtherCharacterMakesItWorthless() {
        String signed = grants.sign(grant(Optional.empty(), Optional.empty()));

        for (int i = 0; i < signed.length(); i++) {
            char other = signed.charAt(i) == 'A' ? 'B' : 'A';
            String forged = signed.substring(0, i) + other + signed.substring(i + 1);
            assertThat(grants.open(forged)).as("character %d", i).isEmpty();
        }
    }

    @Test
    void otherServersGrantIsWorthless() {
        String signed = grants("ffffffffffffffffffffffffffffffff", NOW).sign(grant(Optional.empty(), Optional.empty()));

        assertThat(grants.open(signed)).isEmpty();
    }

    @Test
    void grantRunsOut() {
        String signed = grants.sign(grant(Optional.empty(), Optional.empty()));
        Instant end = NOW.plus(Grants.LIFETIME);

        assertThat(grants("0123456789abcdef0123456789abcdef", end.minusSeconds(1))
                        .open(signed))
                .isPresent();
        assertThat(grants("0123456789abcdef0123456789abcdef", end).open(signed)).isEmpty();
    }

    @Test
    void nonsenseIsNoGrant() {
        assertThat(grants.open("")).isEmpty();
        assertThat(grants.open("no base64 at all!")).isEmpty();
        assertThat(grants.open("AAAA")).isEmpty();
        assertThat(Grants.LIFETIME).isLessThanOrEqualTo(Duration.ofHours(1));
    }
}
