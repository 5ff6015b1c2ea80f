package granary.blob.content;

import granary.blob.xet.ChunkHeader;
import granary.blob.xet.XetFormatException;
import granary.blob.xet.XorbFooter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a serialized xorb into slabs of whole chunks, up to its end or to where a footer begins. */
final class PackedChunkReader implements AutoCloseable {
    private final InputStream in;
    private final Slabs slabs;
    private @Nullable Slab slab;
    private int filled;
    private int bodyBytes;
    private boolean ended;
    private boolean footerReached;

    PackedChunkReader(InputStream in, Slabs slabs) {
        this.in = in;
        this.slabs = slabs;
    }

    /** The next chunks, or null behind the last. The caller gives their slab back. */
    @Nullable
    PackedChunks next() throws IOException {
        if (footerReached || (ended && filled == 0)) {
            return null;
        }
        Slab current = slab != null ? slab : slabs.take();
        slab = current;
        fill(current);
        var headers = new ArrayList<ChunkHeader>();
        int end = scan(current, headers);
        slab = null;
        if (footerReached) {
            passOver();
        } else if (end < filled) {
            carryOver(current, end);
        } else {
            filled = 0;
        }
        if (headers.isEmpty()) {
            slabs.giveBack(current);
            return null;
        }
        return new PackedChunks(current, end, headers);
    }

    private void fill(Slab target) throws IOException {
        while (!ended && filled < target.bytes.length) {
            int count = in.read(target.bytes, filled, target.bytes.length - filled);
            ended = count < 0;
            filled += Math.max(0, count);
            countBody(Math.max(0, count));
        }
    }

    private void countBody(int count) throws XetFormatException {
        bodyBytes += count;
        if (bodyBytes > XorbIntake.BODY_BYTES_MAX) {
            throw new XetFormatException("a serialized xorb has at most %d bytes".formatted(XorbIntake.BODY_BYTES_MAX));
        }
    }

    /** Collects the headers of the whole chunks; returns where they end. */
    private int scan(Slab source, List<ChunkHeader> headers) throws XetFormatException {
        ByteBuffer bytes = ByteBuffer.wrap(source.bytes, 0, filled).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (filled - at >= ChunkHeader.BYTES) {
            if (XorbFooter.beginsAt(source.bytes, at)) {
                footerReached = true;
                return at;
            }
            ChunkHeader header = ChunkHeader.read(bytes.position(at));
            if (header.rawBytes() == 0) {
                throw new XetFormatException("a chunk has at least one byte");
            }
            if (header.packedBytes() > filled - at - ChunkHeader.BYTES) {
                return at;
            }
            headers.add(header);
            at += ChunkHeader.BYTES + header.packedBytes();
        }
        return at;
    }

    /** The bytes of a chunk that is not all there begin the next slab. */
    private void carryOver(Slab current, int from) throws XetFormatException {
        if (ended) {
            slabs.giveBack(current);
            throw new XetFormatException("the xorb is cut short within a chunk");
        }
        Slab next = slabs.take();
        filled -= from;
        System.arraycopy(current.bytes, from, next.bytes, 0, filled);
        slab = next;
    }

    /** Reads a footer that the client sent, so that it comes to reading our answer; ours is computed. */
    private void passOver() throws IOException {
        byte[] rest = new byte[8192];
        for (int count = in.read(rest); count >= 0; count = in.read(rest)) {
            countBody(count);
        }
    }

    @Override
    public void close() {
        if (slab != null) {
            slabs.giveBack(slab);
            slab = null;
        }
    }
}
