package granary.blob.content;

import granary.blob.xet.ChunkTable;
import granary.blob.xet.XetHash;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The terms of a content under way, as few as its chunks allow. */
final class TermList {
    /** What any content may have, however short its runs: an edited small file shall still be deduplicated. */
    private static final int TERMS_FREE = 16;

    /** Beyond that, a term shall stand for so many chunks on average, about half a mebibyte: each costs readers a seek. */
    private static final int CHUNKS_PER_TERM = 8;

    private final List<Term> finished = new ArrayList<>();
    private @Nullable Term last;
    private long chunks;

    /** The next chunk of the last term's xorb, when it is the one looked for: using it makes no new term. */
    @Nullable
    Place continuation(XetHash hash) {
        Term term = last;
        ChunkTable known = term == null ? null : term.xorb().chunks();
        if (term == null || known == null || term.end() >= known.count()) {
            return null;
        }
        return known.hash(term.end()).equals(hash) ? new Place(term.xorb(), term.end()) : null;
    }

    /** Whether one more jump to another xorb, and one back, leaves the runs long enough. */
    boolean mayJump() {
        return finished.size() + 2 < TERMS_FREE + chunks / CHUNKS_PER_TERM;
    }

    void add(Place place, int bytes) {
        chunks++;
        Term term = last;
        if (term != null
                && term.xorb().equals(place.xorb())
                && term.end() == place.chunk()
                && term.rawBytes() <= Integer.MAX_VALUE - bytes) {
            last = term.extended(bytes);
            return;
        }
        if (term != null) {
            finished.add(term);
        }
        last = new Term(place.xorb(), place.chunk(), place.chunk() + 1, bytes);
    }

    List<Term> all() {
        if (last != null) {
            finished.add(last);
            last = null;
        }
        return finished;
    }
}
