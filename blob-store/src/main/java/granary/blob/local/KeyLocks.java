package granary.blob.local;

import granary.blob.ObjectKey;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** One lock for each key, or rather for the few keys that share it: a fixed number is enough to rarely wait. */
final class KeyLocks {
    private static final int LOCKS = 64;

    /** Held until closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

    Held lock(ObjectKey key) {
        ReentrantLock lock = locks[Math.floorMod(key.hashCode(), LOCKS)];
        lock.lock();
        return lock::unlock;
    }
}
