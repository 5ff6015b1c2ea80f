package granary.web;

import granary.web.link.Signer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.NullMarked;

/** Signs what only a hub can sign. In this package because a hub shows its insides to nobody else. */
@NullMarked
public final class HubSignatures {
    private static final int SIGNATURE_BYTES = 32;

    private HubSignatures() {}

    /** Something the hub signed for this purpose, as it would be had it run out so long ago. */
    public static String ranOut(Hub hub, String purpose, String signed, Duration ago) {
        byte[] bytes = Base64.getUrlDecoder().decode(signed);
        byte[] statement = Arrays.copyOfRange(bytes, Long.BYTES, bytes.length - SIGNATURE_BYTES);
        Instant expiry = Instant.now().minus(ago);
        return hub.bean(Signer.class).sign(new Signer.Purpose(purpose), statement, expiry);
    }
}
