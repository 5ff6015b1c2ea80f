package granary.repo.git;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was looked up last of things that never change, up to a number of them; for many threads. */
final class Remembered<K, V> {
    private final Map<K, V> known;

    Remembered(int max) {
        this.known = Collections.synchronizedMap(new LinkedHashMap<K, V>(1024, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > max;
            }
        });
    }

    @Nullable
    V find(K key) {
        return known.get(key);
    }

    void add(K key, V value) {
        known.put(key, value);
    }
}
