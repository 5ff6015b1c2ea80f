package granary.blob.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** Bytes, and when all of them have come, something that happens before their taker learns that there are no more. */
final class AtTheEnd extends SequenceInputStream {
    AtTheEnd(byte[] bytes, Happening happening) {
        super(new ByteArrayInputStream(bytes), new InputStream() {
            @Override
            public int read() throws IOException {
                happening.run();
                return -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return read();
            }
        });
    }

    /** What happens. */
    interface Happening {
        void run() throws IOException;
    }
}
