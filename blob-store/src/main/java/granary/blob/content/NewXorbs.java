package granary.blob.content;

import granary.blob.ObjectStore;
import granary.blob.xet.ChunkTable;
import granary.blob.xet.XetHash;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The xorbs that one intake fills, one after the other. Finished ones wait, sealed, for the content to be accepted. */
final class NewXorbs implements AutoCloseable {
    /** How many chunk lists are kept to find repetitions within the content: two gibibytes of it, a few MB of memory. */
    private static final int REMEMBERED_MAX = 32;

    /** How many may be syncing while the next is being filled. */
    private static final int SEALING_MAX = 2;

    private final ObjectStore objects;
    private final XorbCatalog catalog;
    private final Workers workers;
    private final List<NewXorb> all = new ArrayList<>();
    private final Deque<NewXorb> remembered = new ArrayDeque<>();
    private final Deque<Future<?>> sealing = new ArrayDeque<>();
    private @Nullable NewXorb open;

    NewXorbs(ObjectStore objects, XorbCatalog catalog, Workers workers) {
        this.objects = objects;
        this.catalog = catalog;
        this.workers = workers;
    }

    /** A place for a chunk of so many bytes, in the xorb being filled or a new one. */
    NewXorb withRoomFor(int bytes) throws IOException {
        if (open != null && open.hasRoomFor(bytes)) {
            return open;
        }
        endOpen();
        NewXorb fresh = new NewXorb(objects, catalog);
        all.add(fresh);
        remembered.addFirst(fresh);
        open = fresh;
        return fresh;
    }

    private void endOpen() throws IOException {
        if (open != null) {
            open.endPlacing();
            finishIfComplete(open);
        }
    }

    /** Writes packed chunks of one xorb. */
    void write(NewXorb xorb, byte[] packed, int offset, int length) throws IOException {
        xorb.write(packed, offset, length);
        finishIfComplete(xorb);
    }

    private void finishIfComplete(NewXorb xorb) throws IOException {
        if (!xorb.isComplete()) {
            return;
        }
        while (sealing.size() >= SEALING_MAX) {
            Workers.resultOf(sealing.remove());
        }
        sealing.add(workers.await(() -> {
            xorb.finish();
            return null;
        }));
        while (remembered.size() > REMEMBERED_MAX && remembered.getLast().isFinished()) {
            remembered.removeLast().forgetChunks();
        }
    }

    /** Where this intake placed an equal chunk, if it remembers. */
    Optional<Place> find(XetHash hash) {
        for (NewXorb xorb : remembered) {
            ChunkTable chunks = xorb.chunks();
            int chunk = chunks == null ? -1 : chunks.find(hash);
            if (chunk >= 0) {
                return Optional.of(new Place(xorb, chunk));
            }
        }
        return Optional.empty();
    }

    /** Seals the last one and waits until all are durable. */
    List<NewXorb> finish() throws IOException {
        endOpen();
        while (!sealing.isEmpty()) {
            Workers.resultOf(sealing.remove());
        }
        return all;
    }

    /** Throws away what was not kept. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Future<?> future : sealing) {
            // An upload is for one thread: it can be closed only after another has stopped sealing it.
            Workers.awaitEnd(future);
        }
        for (NewXorb xorb : all) {
            try {
                xorb.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
