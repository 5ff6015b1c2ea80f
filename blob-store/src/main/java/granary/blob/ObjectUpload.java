package granary.blob;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Bytes on their way in, for one thread. Closing without keeping throws them away; closing twice is fine. */
public abstract class ObjectUpload extends OutputStream {
    /** How many bytes were written so far. */
    public abstract long size();

    /**
     * Reads back what was written, from {@code position} on (git needs this to resolve deltas).
     *
     * @return how many bytes were put into {@code target}; -1 at the end
     */
    public abstract int readBack(long position, ByteBuffer target) throws IOException;

    /**
     * Ends writing and gives back all but a few bytes of memory and every open file, so that thousands of uploads can
     * wait to be kept. Only {@link #keepAs}, {@link #size} and {@link #close} may follow.
     */
    public abstract void seal() throws IOException;

    /**
     * Seals bytes that will be kept under {@code key} or not at all. A remote store sends them there now, so that keeping
     * them is quick; nobody sees them before.
     */
    public void sealFor(ObjectKey key) throws IOException {
        seal();
    }

    /**
     * Makes the bytes durable and visible under {@code key}, all at once. When an object of that key is there already it
     * stays as it is (keys are hashes or fresh ids) and this upload is thrown away.
     */
    public abstract StoredObject keepAs(ObjectKey key) throws IOException;
}
