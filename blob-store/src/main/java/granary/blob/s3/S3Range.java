package granary.blob.s3;

import granary.blob.s3.S3Requests.Body;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;

/**
 * A part of an object as a stream: one ranged GET. When the answer breaks off, another GET goes on where it broke. An
 * object that turns out shorter, or another, is an error, never a short read.
 */
final class S3Range extends InputStream {
    /** How often in a row an answer may break off ... */
    private static final int BREAKS_MAX = 4;

    /** ... and after how many bytes it counts as going well again. */
    private static final long STEADY_BYTES = 4L * 1024 * 1024;

    private final S3Object object;
    private final String etag;
    private final long end;
    private InputStream bytes;
    private long position;
    private long openedAt;
    private int breaks;
    private boolean closed;

    private S3Range(S3Object object, Body first, long position, long end) {
        this.object = object;
        this.etag = first.etag();
        this.bytes = first.bytes();
        this.position = position;
        this.openedAt = position;
        this.end = end;
    }

    /** Bytes {@code from} to {@code to}; at least one. */
    static S3Range open(S3Object object, long from, long to) throws IOException {
        return new S3Range(object, get(object, from, to), from, to);
    }

    private static Body get(S3Object object, long from, long to) throws IOException {
        Body body;
        try {
            body = object.requests().get(object.name(), from, to - from);
        } catch (S3Failure failure) {
            throw failure.isNoSuchKey() ? gone(object, failure) : failure;
        }
        if (body.size() != object.size()) {
            body.bytes().close();
            throw new IOException(
                    "%s has %d bytes, not the %d it had".formatted(object.key().path(), body.size(), object.size()));
        }
        return body;
    }

    private static IOException gone(S3Object object, S3Failure failure) {
        return (IOException) new NoSuchFileException(object.key().path()).initCause(failure);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("stream is closed");
        }
        if (length == 0) {
            return 0;
        }
        if (position == end) {
            return -1;
        }
        while (true) {
            try {
                int count = bytes.read(target, offset, (int) Math.min(length, end - position));
                if (count < 0) {
                    throw new EOFException("%s breaks off at byte %d, before %d"
                            .formatted(object.key().path(), position, end));
                }
                position += count;
                return count;
            } catch (IOException broken) {
                goOn(broken);
            }
        }
    }

    /** Asks for the rest. Of an interrupted reader nothing is broken but its own patience. */
    private void goOn(IOException broken) throws IOException {
        breaks = position - openedAt >= STEADY_BYTES ? 1 : breaks + 1;
        if (breaks > BREAKS_MAX || Thread.currentThread().isInterrupted()) {
            throw broken;
        }
        bytes.close();
        object.requests().rest();
        Body rest = get(object, position, end);
        bytes = rest.bytes();
        openedAt = position;
        if (!rest.etag().equals(etag)) {
            throw new IOException("%s is another object than a moment ago"
                    .formatted(object.key().path()));
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        bytes.close();
    }
}
