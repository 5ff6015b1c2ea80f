package granary.blob.content;

/** A reusable piece of memory on loan from {@link Slabs}. */
final class Slab {
    final byte[] bytes;
    final boolean pooled;

    Slab(byte[] bytes, boolean pooled) {
        this.bytes = bytes;
        this.pooled = pooled;
    }
}
