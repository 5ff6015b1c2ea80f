package granary.contract;

import granary.blob.xet.ChunkHeader;
import granary.blob.xet.ChunkTable;
import granary.blob.xet.ChunkUnpacker;
import granary.blob.xet.Compression;
import granary.blob.xet.XetHashes;
import granary.blob.xet.XorbFooter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** A stored xorb whose every chunk was unpacked and found to be what the footer says. */
final class OpenedXorb {
    private final XorbFooter footer;
    private final byte[] raw;
    private final Set<Compression> schemes = EnumSet.noneOf(Compression.class);

    private OpenedXorb(XorbFooter footer) {
        this.footer = footer;
        this.raw = new byte[footer.chunks().rawBytes()];
    }

    static OpenedXorb of(byte[] object) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN);
        int footerAt = object.length - 4 - bytes.getInt(object.length - 4);
        var opened = new OpenedXorb(XorbFooter.read(Arrays.copyOfRange(object, footerAt, object.length)));
        if (opened.footer.chunks().packedBytes() != footerAt) {
            throw new AssertionError("the footer tells of another chunk region: " + opened.footer.xorb());
        }
        for (int chunk = 0; chunk < opened.footer.chunks().count(); chunk++) {
            opened.unpack(chunk, bytes);
        }
        return opened;
    }

    private void unpack(int chunk, ByteBuffer object) throws IOException {
        ChunkTable chunks = footer.chunks();
        object.position(chunks.packedStart(chunk));
        ChunkHeader header = ChunkHeader.read(object);
        ChunkUnpacker.ofStrangers().unpack(header, object, raw, chunks.rawStart(chunk));
        schemes.add(header.compression());
        boolean agrees = header.rawBytes() == chunks.rawBytes(chunk)
                && ChunkHeader.BYTES + header.packedBytes() == chunks.packedEnd(chunk) - chunks.packedStart(chunk)
                && XetHashes.ofChunk(raw, chunks.rawStart(chunk), header.rawBytes())
                        .equals(chunks.hash(chunk));
        if (!agrees) {
            throw new AssertionError("chunk %d of xorb %s is not what the footer says".formatted(chunk, footer.xorb()));
        }
    }

    XorbFooter footer() {
        return footer;
    }

    /** The bytes of all chunks. */
    byte[] raw() {
        return raw;
    }

    /** How its chunks are packed. */
    Set<Compression> schemes() {
        return schemes;
    }
}
