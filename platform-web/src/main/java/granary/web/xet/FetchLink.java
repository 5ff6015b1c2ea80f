package granary.web.xet;

import granary.blob.content.Reconstruction.Run;
import granary.blob.xet.XetHash;
import granary.web.link.Holder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * What a fetch URL allows: reading some chunks of one xorb, as they are stored, by whoever may read a file made of them.
 *
 * @param repository key of the repository that holds the file
 * @param holder who asked
 */
record FetchLink(UUID repository, Holder holder, XetHash xorb, Run run) {
    static final int BYTES = 16 + Holder.BYTES + XetHash.BYTES + 2 * 4 + 2 * 8;

    /** Repository (16 bytes), holder, xorb (32), chunks (4 each), bytes (8 each). */
    byte[] write() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        Holder.write(bytes, repository);
        holder.write(bytes);
        xorb.write(bytes.order(ByteOrder.LITTLE_ENDIAN));
        return bytes.putInt(run.start())
                .putInt(run.end())
                .putLong(run.firstByte())
                .putLong(run.lastByte())
                .array();
    }

    /** Reads {@link #BYTES} bytes that {@link #write} made. */
    static FetchLink read(byte[] statement) {
        ByteBuffer bytes = ByteBuffer.wrap(statement);
        UUID repository = Holder.readUuid(bytes);
        Holder holder = Holder.read(bytes);
        XetHash xorb = XetHash.read(bytes.order(ByteOrder.LITTLE_ENDIAN));
        var run = new Run(bytes.getInt(), bytes.getInt(), bytes.getLong(), bytes.getLong());
        return new FetchLink(repository, holder, xorb, run);
    }
}
