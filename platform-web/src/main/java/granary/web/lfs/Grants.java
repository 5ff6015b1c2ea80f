package granary.web.lfs;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs grants, and recognises those it signed: HMAC-SHA-256 with a key that all nodes share. */
final class Grants {
    /** How long a link may wait to be used. Clients ask for new ones when theirs are old. */
    static final Duration LIFETIME = Duration.ofHours(1);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 32;

    private final LinkKey key;
    private final Clock clock;

    Grants(LinkKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    Instant expiry() {
        return clock.instant().plus(LIFETIME);
    }

    /** The grant as a URL carries it. */
    String sign(Grant grant) {
        byte[] body = grant.write();
        byte[] signed = ByteBuffer.allocate(Grant.BYTES + SIGNATURE_BYTES)
                .put(body)
                .put(signatureOf(body))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /** The grant in a URL; empty when we did not sign it, or when it has run out. */
    Optional<Grant> open(String text) {
        byte[] signed = decode(text);
        if (signed.length != Grant.BYTES + SIGNATURE_BYTES) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(signed);
        byte[] body = new byte[Grant.BYTES];
        byte[] signature = new byte[SIGNATURE_BYTES];
        bytes.get(body).get(signature);
        if (!MessageDigest.isEqual(signature, signatureOf(body))) {
            return Optional.empty();
        }
        return Optional.of(Grant.read(ByteBuffer.wrap(body)))
                .filter(grant -> clock.instant().isBefore(grant.expiresAt()));
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    private byte[] signatureOf(byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.secret(), ALGORITHM));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }
}
