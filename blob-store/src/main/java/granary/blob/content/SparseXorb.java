package granary.blob.content;

import granary.blob.xet.ChunkTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A xorb of whose chunks contents need only some.
 *
 * @param needed which
 */
record SparseXorb(XorbRow row, ChunkTable chunks, BitSet needed) {
    /** Copying is worth its while when it gives back more than twice what it writes. */
    private static final int ONE_IN = 3;

    /** Whether less than a third of its bytes is needed, counted unpacked. */
    boolean isWorthRepacking() {
        return (long) neededRawBytes() * ONE_IN < chunks.rawBytes();
    }

    int neededRawBytes() {
        return needed.stream().map(chunks::rawBytes).sum();
    }

    /** Of the object as it is. */
    long neededPackedBytes() {
        return needed.stream()
                .mapToLong(chunk -> chunks.packedEnd(chunk) - chunks.packedStart(chunk))
                .sum();
    }

    /** The chunks that are needed, in runs as long as they are; every term lies in one of them. */
    List<Piece.Range> runs() {
        var runs = new ArrayList<Piece.Range>();
        for (int start = needed.nextSetBit(0); start >= 0; ) {
            int end = needed.nextClearBit(start);
            runs.add(new Piece.Range(start, end));
            start = needed.nextSetBit(end);
        }
        return runs;
    }
}
