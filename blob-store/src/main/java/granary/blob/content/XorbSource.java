package granary.blob.content;

import granary.blob.xet.ChunkTable;
import org.jspecify.annotations.Nullable;

/** A xorb that terms of a content under way point into. */
sealed interface XorbSource permits StoredXorb, NamedXorb, NewXorb {
    /** Its chunks, or null when they are no longer at hand. */
    @Nullable
    ChunkTable chunks();
}
