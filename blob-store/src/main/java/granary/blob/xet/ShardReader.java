package granary.blob.xet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads a shard that a client uploads (xet-protocol.md §5.1 to §5.4): once through, by counts and bookends alone. Whether
 * there is a footer, what the header says of it, and what else follows the second bookend makes no difference.
 */
public final class ShardReader {
    /** The largest shard that clients make and servers take; whoever receives one holds it to that. */
    public static final int BYTES_MAX = 64 * 1024 * 1024;

    private final ByteBuffer shard;
    private final Visitor visitor;

    private ShardReader(ByteBuffer shard, Visitor visitor) {
        this.shard = shard;
        this.visitor = visitor;
    }

    /** Is shown the blocks, in their order: files first. What it throws ends the reading. */
    public interface Visitor {
        void file(ShardFile file) throws IOException;

        void xorb(ShardXorb xorb) throws IOException;
    }

    /**
     * Shows every block of the shard. A block is checked when it is its turn, so what was shown before an exception means
     * nothing.
     *
     * @throws XetFormatException when the shard is not what the format says
     */
    public static void read(byte[] shard, Visitor visitor) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(shard).order(ByteOrder.LITTLE_ENDIAN);
        ShardHeader.read(source);
        var reader = new ShardReader(source, visitor);
        reader.files();
        reader.xorbs();
    }

    private void files() throws IOException {
        while (hasBlock("file")) {
            visitor.file(ShardFile.read(shard));
        }
    }

    private void xorbs() throws IOException {
        while (hasBlock("xorb")) {
            visitor.xorb(ShardXorb.read(shard));
        }
    }

    /** Whether a block comes next in the section, and not its bookend, which is passed over. */
    private boolean hasBlock(String section) throws XetFormatException {
        if (shard.remaining() < ShardRecord.BYTES) {
            throw new XetFormatException("the shard ends at byte %d, in its %s section, which has no bookend"
                    .formatted(shard.limit(), section));
        }
        if (!ShardRecord.isBookend(XetHash.read(shard, shard.position()))) {
            return true;
        }
        shard.position(shard.position() + ShardRecord.BYTES);
        return false;
    }
}
