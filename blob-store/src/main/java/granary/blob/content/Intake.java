package granary.blob.content;

import granary.blob.Sha256;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of bytes before they are read.
 *
 * @param scope who will hold the content
 * @param sha256 what the sender says they hash to; other bytes are refused
 * @param size what the sender says their number is; another number is refused
 * @param sizeMax how many bytes are read before giving up, at the most
 */
public record Intake(Scope scope, Optional<Sha256> sha256, OptionalLong size, long sizeMax) {
    public static Intake declared(Scope scope, Sha256 sha256, long size, long sizeMax) {
        return new Intake(scope, Optional.of(sha256), OptionalLong.of(size), sizeMax);
    }

    public static Intake undeclared(Scope scope, long sizeMax) {
        return new Intake(scope, Optional.empty(), OptionalLong.empty(), sizeMax);
    }
}
