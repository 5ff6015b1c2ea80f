package granary.blob.content;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Memory for bytes on their way in or out. A fixed number of large slabs is shared by all; who finds none left works on
 * with a small one of its own, so that many slow peers cost little memory each and nobody waits for them.
 */
final class Slabs {
    /** Large enough to keep two cores busy, small enough to stay in their caches. Room for chunk headers on top. */
    static final int LARGE_BYTES = 1024 * 1024 + 16 * 1024;

    /** Holds any one chunk, packed or raw, with its header. */
    static final int SMALL_BYTES = 272 * 1024;

    private static final int LARGE_MAX = 32;

    private final Deque<Slab> idle = new ArrayDeque<>();
    private int onLoan;

    /** A large slab, or a small one when all large ones are out. */
    Slab take() {
        Slab large = takeLarge();
        return large != null ? large : new Slab(new byte[SMALL_BYTES], false);
    }

    /** A slab of {@code wanted} bytes or more, or one of {@code least} bytes when all large ones are out. */
    Slab take(int wanted, int least) {
        if (wanted <= least) {
            return new Slab(new byte[wanted], false);
        }
        Slab large = takeLarge();
        return large != null ? large : new Slab(new byte[least], false);
    }

    /** A slab of at least so many bytes. */
    Slab take(int bytes) {
        Slab large = bytes > SMALL_BYTES && bytes <= LARGE_BYTES ? takeLarge() : null;
        return large != null ? large : new Slab(new byte[bytes], false);
    }

    private synchronized @Nullable Slab takeLarge() {
        if (idle.isEmpty() && onLoan == LARGE_MAX) {
            return null;
        }
        onLoan++;
        return idle.isEmpty() ? new Slab(new byte[LARGE_BYTES], true) : idle.pop();
    }

    /** Takes a slab back that nobody touches any more. */
    synchronized void giveBack(Slab slab) {
        if (slab.pooled) {
            onLoan--;
            idle.push(slab);
        }
    }

    synchronized int onLoan() {
        return onLoan;
    }
}
