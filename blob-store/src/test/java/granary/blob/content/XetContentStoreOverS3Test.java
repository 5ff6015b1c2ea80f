package granary.blob.content;

import granary.blob.ObjectStore;
import granary.blob.s3.S3Server;

/** The same over a bucket. */
class XetContentStoreOverS3Test extends XetContentStoreTest {
    @Override
    ObjectStore objects() {
        return S3Server.shared().newStore();
    }
}
