package granary.blob.content;

import granary.blob.ObjectStore;
import granary.blob.xet.MerkleTree;
import granary.blob.xet.XetHash;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * Takes one content in: read and cut (this thread), SHA-256 and chunk hashes (workers), find or place (this thread), pack
 * (workers), write (this thread). A few batches are under way at a time, so memory does not depend on the content's size.
 *
 * <p>Nothing is visible to anyone until {@link Acceptance} keeps what {@link #run} returns; closing throws it away.
 */
final class ContentIntake implements AutoCloseable {
    private final Workers workers;
    private final Slabs slabs;
    private final SlabReader reader;
    private final Dedupe dedupe;
    private final NewXorbs xorbs;
    private final MerkleTree tree = new MerkleTree();
    private final TermList terms = new TermList();
    private final List<NewContent.Indexed> indexed = new ArrayList<>();
    private final Deque<Step> hashing = new ArrayDeque<>();
    private final Deque<Step> packing = new ArrayDeque<>();
    /** Whether a chunk was placed. */
    private boolean begun;
    /** Whether the first batch is the last: then it is not worth handing to other threads. */
    private boolean alone;

    /** A batch that a worker has. */
    private record Step(Batch batch, Future<?> done) {}

    /** What every intake of a store shares. */
    record Tools(
            ObjectStore objects,
            ContentCatalog catalog,
            XorbCatalog xorbs,
            ChunkTables tables,
            Workers workers,
            Slabs slabs) {}

    ContentIntake(InputStream bytes, Intake intake, Tools tools) {
        this.workers = tools.workers();
        this.slabs = tools.slabs();
        this.reader = new SlabReader(bytes, intake, slabs, workers);
        this.dedupe = new Dedupe(tools.catalog(), tools.tables(), intake.scope());
        this.xorbs = new NewXorbs(tools.objects(), tools.xorbs(), workers);
    }

    /** Reads to the end. What it returns is durable, but neither visible nor permanent yet. */
    NewContent run() throws IOException {
        Optional<Batch> next = reader.next();
        alone = reader.hasEnded();
        while (next.isPresent()) {
            Batch batch = next.get();
            hashing.add(new Step(batch, workers.compute(batch::hash, alone)));
            placeUntil(workers.count());
            next = reader.next();
        }
        Content content = reader.verified();
        placeUntil(0);
        writeUntil(0);
        return new NewContent(content, tree.fileHash(), terms.all(), xorbs.finish(), indexed);
    }

    private void placeUntil(int remaining) throws IOException {
        while (hashing.size() > remaining) {
            Workers.resultOf(hashing.element().done());
            Batch batch = hashing.element().batch();
            place(batch);
            hashing.remove();
            pack(batch);
            writeUntil(workers.count());
        }
    }

    private void place(Batch batch) throws IOException {
        for (RawChunk chunk : batch.chunks) {
            tree.add(chunk.hash, chunk.length);
            Optional<Place> stored = findStored(chunk.hash, !begun);
            Place place = stored.isPresent() ? stored.get() : placeNew(chunk);
            terms.add(place, chunk.length);
            if (!begun || (stored.isEmpty() && chunk.hash.isEligible())) {
                indexed.add(new NewContent.Indexed(chunk.hash, place.xorb()));
            }
            begun = true;
        }
    }

    private Optional<Place> findStored(XetHash hash, boolean first) throws IOException {
        Place continuation = terms.continuation(hash);
        if (continuation != null) {
            return Optional.of(continuation);
        }
        if (!terms.mayJump()) {
            return Optional.empty();
        }
        return dedupe.find(hash, first).or(() -> xorbs.find(hash));
    }

    private Place placeNew(RawChunk chunk) throws IOException {
        NewXorb xorb = xorbs.withRoomFor(chunk.length);
        chunk.target = xorb;
        return new Place(xorb, xorb.place(chunk.hash, chunk.length));
    }

    private void pack(Batch batch) {
        if (batch.packedBytesMax() == 0) {
            batch.giveBack(slabs);
            return;
        }
        batch.packed = slabs.take(batch.packedBytesMax());
        packing.add(new Step(batch, workers.compute(batch::pack, alone)));
    }

    private void writeUntil(int remaining) throws IOException {
        while (packing.size() > remaining) {
            Workers.resultOf(packing.element().done());
            Batch batch = packing.element().batch();
            batch.writeTo(xorbs);
            packing.remove();
            batch.giveBack(slabs);
        }
    }

    /** Throws everything away that was not kept. */
    @Override
    public void close() throws IOException {
        try (xorbs;
                reader) {
            hashing.forEach(this::abandon);
            packing.forEach(this::abandon);
        }
    }

    private void abandon(Step step) {
        Workers.awaitEnd(step.done());
        step.batch().giveBack(slabs);
    }
}
