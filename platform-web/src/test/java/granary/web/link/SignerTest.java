package granary.web.link;

import static org.assertj.core.api.Assertions.assertThat;

import granary.web.link.Signer.Purpose;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SignerTest {
    private static final Instant NOW = Instant.parse("2026-11-24T01:00:00Z");
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Purpose PURPOSE = new Purpose("lfs");
    private static final byte[] STATEMENT = "one object of one repository".getBytes(StandardCharsets.US_ASCII);
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final Signer signer = signer(SECRET, NOW);

    private static Signer signer(String secret, Instant now) {
        return new Signer(() -> secret.getBytes(StandardCharsets.US_ASCII), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static String sign(Signer signer) {
        return signer.sign(PURPOSE, STATEMENT, signer.expiry(LIFETIME));
    }

    private static Optional<byte[]> open(Signer signer, String text) {
        return signer.open(PURPOSE, text, Duration.ZERO);
    }

    @Test
    void signedStatementComesBackAsItWas() {
        assertThat(open(signer, sign(signer))).contains(STATEMENT);
        assertThat(open(signer, signer.sign(PURPOSE, new byte[0], NOW.plusSeconds(1))))
                .contains(new byte[0]);
    }

    @Test
    void anyOtherCharacterMakesItWorthless() {
        String signed = sign(signer);

        for (int i = 0; i < signed.length(); i++) {
            char other = signed.charAt(i) == 'A' ? 'B' : 'A';
            String forged = signed.substring(0, i) + other + signed.substring(i + 1);
            assertThat(open(signer, forged)).as("character %d", i).isEmpty();
        }
    }

    @Test
    void otherServersAndOtherPurposesStatementsAreWorthless() {
        assertThat(open(signer, sign(signer("ffffffffffffffffffffffffffffffff", NOW))))
                .isEmpty();
        assertThat(signer.open(new Purpose("xet"), sign(signer), Duration.ZERO)).isEmpty();
    }

    @Test
    void statementRunsOutAfterTheLeeway() {
        String signed = sign(signer);
        Instant end = NOW.plus(LIFETIME);

        assertThat(open(signer(SECRET, end.minusSeconds(1)), signed)).isPresent();
        assertThat(open(signer(SECRET, end), signed)).isEmpty();
        assertThat(signer(SECRET, end.plusSeconds(9)).open(PURPOSE, signed, Duration.ofSeconds(10)))
                .isPresent();
        assertThat(signer(SECRET, end.plusSeconds(10)).open(PURPOSE, signed, Duration.ofSeconds(10)))
                .isEmpty();
    }

    @Test
    void nonsenseIsNoStatement() {
        assertThat(open(signer, "")).isEmpty();
        assertThat(open(signer, "no base64 at all!")).isEmpty();
        assertThat(open(signer, "AAAA")).isEmpty();
    }

    @Test
    void holderComesBackAsItWas() {
        for (var holder : new Holder[] {
            new Holder(Optional.empty(), Optional.empty()),
            new Holder(Optional.of(UUID.randomUUID()), Optional.empty()),
            new Holder(Optional.of(UUID.randomUUID()), Optional.of(UUID.randomUUID()))
        }) {
            ByteBuffer bytes = ByteBuffer.allocate(Holder.BYTES);
            holder.write(bytes);

            assertThat(Holder.read(bytes.flip())).isEqualTo(holder);
        }
    }
}
