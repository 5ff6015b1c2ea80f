package granary.web.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs statements that run out, and recognises those it signed: HMAC-SHA-256 with a key that all nodes share. What was
 * signed for one purpose is worth nothing for another.
 */
public final class Signer {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 32;

    private final Supplier<byte[]> key;
    private final Clock clock;

    public Signer(Supplier<byte[]> key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** What a signed text is for: a few letters that no other purpose has. */
    public record Purpose(String name) {}

    /** When something that is signed now and lives so long runs out; in whole seconds, as it is signed. */
    public Instant expiry(Duration lifetime) {
        return Instant.ofEpochSecond(clock.instant().plus(lifetime).getEpochSecond());
    }

    /** The statement, when it runs out, and the signature, as text for URLs and headers. */
    public String sign(Purpose purpose, byte[] statement, Instant expiresAt) {
        byte[] body = ByteBuffer.allocate(Long.BYTES + statement.length)
                .putLong(expiresAt.getEpochSecond())
                .put(statement)
                .array();
        byte[] signed = ByteBuffer.allocate(body.length + SIGNATURE_BYTES)
                .put(body)
                .put(signatureOf(purpose, body))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /** The statement in a text; empty when we did not sign it for this, or when it ran out longer than {@code leeway} ago. */
    public Optional<byte[]> open(Purpose purpose, String text, Duration leeway) {
        byte[] signed = decode(text);
        if (signed.length < Long.BYTES + SIGNATURE_BYTES) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(signed);
        byte[] body = new byte[signed.length - SIGNATURE_BYTES];
        byte[] signature = new byte[SIGNATURE_BYTES];
        bytes.get(body).get(signature);
        if (!MessageDigest.isEqual(signature, signatureOf(purpose, body))) {
            return Optional.empty();
        }
        ByteBuffer signedBody = ByteBuffer.wrap(body);
        Instant expiresAt = Instant.ofEpochSecond(signedBody.getLong());
        byte[] statement = new byte[signedBody.remaining()];
        signedBody.get(statement);
        return clock.instant().isBefore(expiresAt.plus(leeway)) ? Optional.of(statement) : Optional.empty();
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    private byte[] signatureOf(Purpose purpose, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.get(), ALGORITHM));
            mac.update(purpose.name().getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }
}
