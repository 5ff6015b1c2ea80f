package granary.blob.content;

/** Where a chunk's bytes are: the {@code chunk}th of a xorb. */
record Place(XorbSource xorb, int chunk) {}
