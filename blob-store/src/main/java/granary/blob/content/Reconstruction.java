package granary.blob.content;

import granary.blob.ObjectKey;
import granary.blob.xet.ChunkTable;
import granary.blob.xet.XetHash;
import java.util.List;
import java.util.Map;

/**
 * How to put a range of a file together from stored xorbs (xet-protocol.md §6.3).
 *
 * @param offsetIntoFirst how many bytes of the first term come before the range
 * @param terms what the range is made of, in order, trimmed to whole chunks
 * @param runs which chunks to fetch: each term lies inside one run of its xorb; runs of a xorb neither touch nor overlap
 * @param objects where xorbs lie, for clients that fetch from the object store themselves; none that is in quarantine
 */
public record Reconstruction(
        long offsetIntoFirst, List<Part> terms, Map<XetHash, List<Run>> runs, Map<XetHash, ObjectKey> objects) {
    /** Chunks {@code start} to {@code end} (exclusive) of a xorb, {@code rawBytes} bytes when unpacked. */
    public record Part(XetHash xorb, int start, int end, int rawBytes) {}

    /**
     * Chunks {@code start} to {@code end} (exclusive) of a xorb, which are the bytes {@code firstByte} to {@code lastByte}
     * (inclusive) of its object.
     */
    public record Run(int start, int end, long firstByte, long lastByte) {
        /** Whether these chunks are these bytes of an object with such a chunk list. */
        boolean isIn(ChunkTable chunks) {
            return chunks.packedStart(start) == firstByte && chunks.packedStart(end) == lastByte + 1;
        }
    }
}
