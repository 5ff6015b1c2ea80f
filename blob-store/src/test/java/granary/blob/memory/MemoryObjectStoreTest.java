package granary.blob.memory;

import granary.blob.ObjectStore;
import granary.blob.ObjectStoreContract;

class MemoryObjectStoreTest extends ObjectStoreContract {
    private final MemoryObjectStore store = new MemoryObjectStore();

    @Override
    protected ObjectStore store() {
        return store;
    }
}
