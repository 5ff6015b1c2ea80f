package granary.blob.content;

import granary.blob.ObjectKey;
import granary.blob.xet.XetHash;

/**
 * What the database knows of a xorb.
 *
 * @param storedBytes the size of its object
 * @param edition how many damaged objects of it were replaced before this one
 * @param isDamaged whether it is in quarantine: not used for anything new, and never trusted unchecked
 */
record XorbRow(long id, XetHash hash, int chunks, long storedBytes, int edition, boolean isDamaged) {
    /** Tells its object from all there ever were: another edition, or another row of the hash, is packed otherwise. */
    record Stored(long xorb, int edition) {}

    Stored stored() {
        return new Stored(id, edition);
    }

    ObjectKey key() {
        return ObjectKey.xorb(hash.text(), edition);
    }
}
