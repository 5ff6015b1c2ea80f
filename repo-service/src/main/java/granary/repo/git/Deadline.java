package granary.repo.git;

import granary.repo.LimitException;
import java.time.Duration;

/** Ends a walk that takes too long. */
final class Deadline {
    private final long endNanos;
    private final Duration allowed;

    Deadline(Duration allowed) {
        this.allowed = allowed;
        this.endNanos = System.nanoTime() + allowed.toNanos();
    }

    boolean hasPassed() {
        return System.nanoTime() - endNanos > 0;
    }

    void check() {
        if (hasPassed()) {
            throw new LimitException("this takes longer than the %.1f seconds allowed; ask for a smaller part"
                    .formatted(allowed.toMillis() / 1000.0));
        }
    }
}
