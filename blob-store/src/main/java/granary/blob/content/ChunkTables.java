package granary.blob.content;

import granary.blob.ObjectStore;
import granary.blob.StoredObject;
import granary.blob.xet.ChunkTable;
import granary.blob.xet.XetFormatException;
import granary.blob.xet.XorbFooter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The chunk lists of stored xorbs, read from their footers; those used last are remembered. By row and edition, not by
 * hash: a xorb that was swept or damaged and stored again may be packed otherwise.
 */
final class ChunkTables {
    private static final int MEMORY_BYTES_MAX = 24 * 1024 * 1024;

    private final ObjectStore objects;
    private final DamageListener listener;
    private final Map<XorbRow.Stored, ChunkTable> remembered = new LinkedHashMap<>(16, 0.75f, true);
    private int memoryBytes;

    ChunkTables(ObjectStore objects, DamageListener listener) {
        this.objects = objects;
        this.listener = listener;
    }

    /**
     * The chunks of a xorb.
     *
     * @throws DamagedContentException when the object is missing or its footer is not the one of this xorb
     */
    ChunkTable of(XorbRow xorb) throws IOException {
        ChunkTable known = recall(xorb.stored());
        if (known != null) {
            return known;
        }
        try {
            ChunkTable read = read(xorb);
            remember(xorb.stored(), read);
            return read;
        } catch (DamagedContentException e) {
            listener.damaged(xorb, e);
            throw e;
        }
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

    private synchronized @Nullable ChunkTable recall(XorbRow.Stored xorb) {
        return remembered.get(xorb);
    }

    private synchronized void remember(XorbRow.Stored xorb, ChunkTable chunks) {
        ChunkTable old = remembered.put(xorb, chunks);
        memoryBytes += chunks.memoryBytes() - (old == null ? 0 : old.memoryBytes());
        Iterator<ChunkTable> oldest = remembered.values().iterator();
        while (memoryBytes > MEMORY_BYTES_MAX && remembered.size() > 1) {
            memoryBytes -= oldest.next().memoryBytes();
            oldest.remove();
        }
    }
}
