package granary.blob.content;

/**
 * Chunks {@code start} to {@code end} (exclusive) of a xorb, standing for the next {@code rawBytes} bytes of a content
 * under way.
 */
record Term(XorbSource xorb, int start, int end, int rawBytes) {
    /** The same term with the next chunk of its xorb. */
    Term extended(int bytes) {
        return new Term(xorb, start, end + 1, rawBytes + bytes);
    }
}
