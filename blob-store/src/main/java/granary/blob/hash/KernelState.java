package granary.blob.hash;

import java.util.Locale;

/**
 * How BLAKE3 is computed.
 *
 * @param lanes how many leaves at once; 1 in plain code
 * @param gigabytesPerSecond what one core did in the self-test of the kernel in use; 0 in plain code, which has none
 * @param settled whether it stays so
 * @param reason why it is plain code, a part of a sentence; empty when it is not
 */
public record KernelState(int lanes, double gigabytesPerSecond, boolean settled, String reason) {
    static KernelState plain(String reason) {
        return new KernelState(1, 0, true, reason);
    }

    static KernelState plainForNow(String reason) {
        return new KernelState(1, 0, false, reason);
    }

    static KernelState vectors(int lanes, double gigabytesPerSecond) {
        return new KernelState(lanes, gigabytesPerSecond, true, "");
    }

    /** Whether vectors are in use. */
    public boolean isVector() {
        return lanes > 1;
    }

    /** For people. */
    @Override
    public String toString() {
        return isVector()
                ? String.format(Locale.ROOT, "vectors of %d lanes, %.1f GB/s a core", lanes, gigabytesPerSecond)
                : "plain code: " + reason;
    }
}
