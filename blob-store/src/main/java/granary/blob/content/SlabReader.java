package granary.blob.content;

import granary.blob.Sha256;
import granary.blob.content.IntakeRefusedException.Reason;
import granary.blob.xet.Chunker;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Reads a sender's bytes into slabs, counts them, has them hashed and cuts them into chunks. */
final class SlabReader implements AutoCloseable {
    private final InputStream in;
    private final Intake intake;
    private final Slabs slabs;
    private final RunningDigest digest;
    private final long bytesMax;
    private @Nullable Slab slab;
    private int filled;
    private long size;
    private boolean ended;

    SlabReader(InputStream in, Intake intake, Slabs slabs, Workers workers) {
        this.in = in;
        this.intake = intake;
        this.slabs = slabs;
        this.digest = new RunningDigest(workers);
        this.bytesMax = Math.min(intake.sizeMax(), intake.size().orElse(Long.MAX_VALUE));
        if (intake.size().orElse(0) > intake.sizeMax()) {
            throw tooLarge();
        }
    }

    /** The next whole chunks, or empty at the end. The caller gives the slab back. */
    Optional<Batch> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        boolean first = slab == null;
        Slab current = slab != null ? slab : firstSlab();
        slab = current;
        int from = filled;
        fill(current);
        Future<?> digesting = digest.add(current.bytes, from, filled - from, first && ended);
        List<RawChunk> chunks = cut(current);
        slab = null;
        var batch = new Batch(current, chunks, digesting);
        if (!ended) {
            carryOver(current, chunks);
        }
        if (chunks.isEmpty()) {
            batch.giveBack(slabs);
            return Optional.empty();
        }
        return Optional.of(batch);
    }

    /** Reads to the end without cutting, for content whose bytes are stored already. */
    void skipAll() throws IOException {
        Slab target = firstSlab();
        slab = target;
        while (!ended) {
            filled = 0;
            fill(target);
            Workers.resultOf(digest.add(target.bytes, 0, filled, true));
        }
    }

    /** Small, as most contents are, and most peers that stall do so early; one byte more than declared finds the end. */
    private Slab firstSlab() {
        long bytes = Math.min(intake.size().orElse(Long.MAX_VALUE - 1) + 1, Slabs.SMALL_BYTES);
        return new Slab(new byte[(int) bytes], false);
    }

    private void fill(Slab target) throws IOException {
        while (filled < target.bytes.length) {
            int count = in.read(target.bytes, filled, target.bytes.length - filled);
            if (count < 0) {
                ended = true;
                break;
            }
            filled += count;
            size += count;
            requireWithinLimits();
        }
    }

    private void requireWithinLimits() {
        if (size <= bytesMax) {
            return;
        }
        if (size > intake.sizeMax()) {
            throw tooLarge();
        }
        throw new IntakeRefusedException(
                Reason.SIZE_DIFFERS,
                "more bytes came than the declared %d".formatted(intake.size().orElse(0)));
    }

    private IntakeRefusedException tooLarge() {
        return new IntakeRefusedException(
                Reason.TOO_LARGE, "content may have at most %d bytes".formatted(intake.sizeMax()));
    }

    private List<RawChunk> cut(Slab source) {
        var chunks = new ArrayList<RawChunk>();
        int from = 0;
        while (from < filled) {
            int end = Chunker.end(source.bytes, from, filled, ended);
            if (end == Chunker.MORE_NEEDED) {
                break;
            }
            chunks.add(new RawChunk(from, end - from));
            from = end;
        }
        return chunks;
    }

    /** The bytes behind the last cut begin the next slab. */
    private void carryOver(Slab current, List<RawChunk> chunks) {
        int cutEnd = chunks.isEmpty() ? 0 : chunks.getLast().from + chunks.getLast().length;
        Slab next = slabs.take();
        filled -= cutEnd;
        System.arraycopy(current.bytes, cutEnd, next.bytes, 0, filled);
        slab = next;
    }

    /** Whether the last batch was handed out. */
    boolean hasEnded() {
        return ended;
    }

    /** Refuses bytes that are not the declared ones. To be asked once, at the end. */
    Content verified() throws IOException {
        Sha256 sha256 = digest.result();
        if (intake.size().isPresent() && intake.size().getAsLong() != size) {
            throw new IntakeRefusedException(
                    Reason.SIZE_DIFFERS,
                    "%d bytes came, %d were declared"
                            .formatted(size, intake.size().getAsLong()));
        }
        if (intake.sha256().isPresent() && !intake.sha256().get().equals(sha256)) {
            throw new IntakeRefusedException(
                    Reason.HASH_DIFFERS,
                    "the bytes hash to %s, not to the declared %s"
                            .formatted(sha256.hex(), intake.sha256().get().hex()));
        }
        return new Content(sha256, size);
    }

    @Override
    public void close() {
        if (slab != null) {
            digest.awaitEnd();
            slabs.giveBack(slab);
            slab = null;
        }
    }
}
