package granary.blob.content;

import granary.blob.xet.ChunkTable;
import org.jspecify.annotations.Nullable;

/** A stored xorb whose chunks nobody needs to look at any more: a large shard names thousands. */
record NamedXorb(XorbRow row) implements XorbSource {
    @Override
    public @Nullable ChunkTable chunks() {
        return null;
    }
}
