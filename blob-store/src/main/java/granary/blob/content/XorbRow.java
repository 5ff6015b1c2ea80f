package granary.blob.content;

import granary.blob.ObjectKey;
import granary.blob.xet.XetHash;

/** What the database knows of a xorb. {@code storedBytes} is the size of its object. */
record XorbRow(long id, XetHash hash, int chunks, long storedBytes) {
    ObjectKey key() {
        return ObjectKey.xorb(hash.text());
    }
}
