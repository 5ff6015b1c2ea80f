package granary.web.storage;

import granary.blob.ObjectStore;
import java.io.Closeable;
import java.util.Optional;

/** A store with copies of the objects, if somebody named one. */
record SecondStore(Optional<ObjectStore> objects) implements Closeable {
    @Override
    public void close() {
        objects.ifPresent(ObjectStore::close);
    }
}
