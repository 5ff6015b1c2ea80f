package granary.blob.content;

import granary.blob.xet.XetHash;
import org.jspecify.annotations.Nullable;

/** A chunk in a {@link Batch}: first cut, then hashed, then placed. */
final class RawChunk {
    final int from;
    final int length;
    XetHash hash = XetHash.ZERO;
    /** The xorb it is to be written to; null when its bytes are stored already. */
    @Nullable
    NewXorb target;
    /** Its packed size, header included. */
    int packedBytes;

    RawChunk(int from, int length) {
        this.from = from;
        this.length = length;
    }
}
