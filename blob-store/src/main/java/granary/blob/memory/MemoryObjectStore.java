package granary.blob.memory;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectUpload;
import granary.blob.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Objects in memory, gone with the process. */
public final class MemoryObjectStore implements ObjectStore {
    private final Map<String, MemoryObject> objects = new ConcurrentSkipListMap<>();

    @Override
    public Optional<StoredObject> find(ObjectKey key) {
        return Optional.ofNullable(objects.get(key.path()));
    }

    @Override
    public ObjectUpload begin() {
        return new MemoryUpload(object -> {
            MemoryObject old = objects.putIfAbsent(object.key().path(), object);
            return Objects.requireNonNullElse(old, object);
        });
    }

    @Override
    public void delete(ObjectKey key) {
        objects.remove(key.path());
    }

    /** An upload in memory goes with whoever holds it. */
    @Override
    public void removeAbandoned(Duration olderThan) {}

    @Override
    public void each(String prefix, Visitor visitor) throws IOException {
        for (MemoryObject object : objects.values()) {
            if (object.key().path().startsWith(prefix)) {
                visitor.visit(object.key(), object.size(), object.storedAt());
            }
        }
    }
}
