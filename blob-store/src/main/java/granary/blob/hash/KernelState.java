package granary.blob.hash;

import java.util.Locale;

/**
 * Which code is in use, and how fast it was in its self-test. Plain code has none, hence a speed of 0.
 *
 * @param lanes how many leaves are hashed at once; 1 in plain code
 * @param hashing gigabytes that one core hashes in a second
 * @param grouping gigabytes whose bytes one core groups in a second
 * @param settled whether it stays so
 * @param reason why it is plain code, a part of a sentence; empty when it is not
 */
public record KernelState(int lanes, double hashing, double grouping, boolean settled, String reason) {
    static KernelState plain(String reason) {
        return new KernelState(1, 0, 0, true, reason);
    }

    static KernelState plainForNow(String reason) {
        return new KernelState(1, 0, 0, false, reason);
    }

    /** Whether vectors hash. */
    public boolean isVector() {
        return lanes > 1;
    }

    /** For people. */
    @Override
    public String toString() {
        if (!isVector()) {
            return "plain code: " + reason;
        }
        return String.format(Locale.ROOT, "vectors of %d lanes: BLAKE3 %.1f GB/s a core, ", lanes, hashing)
                + (grouping > 0
                        ? String.format(Locale.ROOT, "byte grouping %.1f GB/s", grouping)
                        : "plain byte grouping");
    }
}
