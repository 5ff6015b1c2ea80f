package granary.blob.content;

import granary.blob.ObjectStore;
import granary.blob.StoredObject;
import granary.blob.xet.ChunkTable;
import granary.blob.xet.XetFormatException;
import granary.blob.xet.XetHash;
import granary.blob.xet.XorbFooter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chunk lists of stored xorbs, read from their footers; those used last are remembered. */
final class ChunkTables {
    private static final int MEMORY_BYTES_MAX = 24 * 1024 * 1024;

    private final ObjectStore objects;
    private final Map<XetHash, ChunkTable> remembered = new LinkedHashMap<>(16, 0.75f, true);
    private int memoryBytes;

    ChunkTables(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * The chunks of a xorb.
     *
     * @throws DamagedContentException when the object is missing or its footer is not the one of this xorb
     */
    ChunkTable of(XorbRow xorb) throws IOException {
        ChunkTable known = recall(xorb.hash());
        if (known != null) {
            return known;
        }
        ChunkTable read = read(xorb);
        remember(xorb.hash(), read);
        return read;
    }

    /** The object of a xorb. */
    StoredObject objectOf(XorbRow xorb) throws IOException {
        return objects.find(xorb.key())
                .orElseThrow(() -> new DamagedContentException("xorb %s is missing".formatted(xorb.hash())));
    }

    /** Reads the footer, past all memory of it. */
    ChunkTable read(XorbRow xorb) throws IOException {
        StoredObject object = objectOf(xorb);
        int tailBytes = XorbFooter.bytes(xorb.chunks());
        long tailAt = object.size() - tailBytes;
        if (tailAt < 0) {
            throw new DamagedContentException("xorb %s has only %d bytes".formatted(xorb.hash(), object.size()));
        }
        try (InputStream in = object.read(tailAt, tailBytes)) {
            XorbFooter footer = XorbFooter.read(in.readNBytes(tailBytes));
            if (!footer.xorb().equals(xorb.hash()) || footer.chunks().packedBytes() != tailAt) {
                throw new DamagedContentException("xorb %s has another's footer".formatted(xorb.hash()));
            }
            return footer.chunks();
        } catch (XetFormatException | NoSuchFileException | EOFException e) {
            throw new DamagedContentException("xorb %s: %s".formatted(xorb.hash(), e.getMessage()), e);
        }
    }

    private synchronized @Nullable ChunkTable recall(XetHash xorb) {
        return remembered.get(xorb);
    }

    private synchronized void remember(XetHash xorb, ChunkTable chunks) {
        ChunkTable old = remembered.put(xorb, chunks);
        memoryBytes += chunks.memoryBytes() - (old == null ? 0 : old.memoryBytes());
        Iterator<ChunkTable> oldest = remembered.values().iterator();
        while (memoryBytes > MEMORY_BYTES_MAX && remembered.size() > 1) {
            memoryBytes -= oldest.next().memoryBytes();
            oldest.remove();
        }
    }

    /** To be called when a xorb was deleted. */
    synchronized void forget(XetHash xorb) {
        ChunkTable old = remembered.remove(xorb);
        memoryBytes -= old == null ? 0 : old.memoryBytes();
    }
}
