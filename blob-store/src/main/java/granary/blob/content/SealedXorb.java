package granary.blob.content;

import granary.blob.ObjectKey;
import granary.blob.ObjectUpload;
import granary.blob.StoredObject;
import granary.blob.xet.XetHash;
import java.io.IOException;

/**
 * A whole xorb that only wants its name.
 *
 * @param edition under which its object is to be kept; see {@link XorbCatalog#editionFor}
 */
record SealedXorb(XetHash hash, int chunks, int rawBytes, int edition, ObjectUpload upload) {
    /** Gives it its name, or finds that somebody else did. */
    StoredObject keep() throws IOException {
        return upload.keepAs(ObjectKey.xorb(hash.text(), edition));
    }
}
