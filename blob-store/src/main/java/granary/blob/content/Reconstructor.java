package granary.blob.content;

import granary.blob.ObjectKey;
import granary.blob.content.ContentCatalog.Range;
import granary.blob.content.ContentCatalog.StoredTerm;
import granary.blob.content.Reconstruction.Part;
import granary.blob.content.Reconstruction.Run;
import granary.blob.xet.ChunkTable;
import granary.blob.xet.XetHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Plans a {@link Reconstruction}. The plan for a range is always the same, as clients that ask again rely on. */
final class Reconstructor {
    private static final int TERMS_PER_QUERY = 1000;

    private final ContentCatalog catalog;
    private final ChunkTables tables;
    private final long content;
    private final long from;
    private final long to;
    private final List<Part> parts = new ArrayList<>();
    private final Map<XetHash, XorbRow> xorbs = new HashMap<>();
    private long offsetIntoFirst;

    /** For bytes {@code from} to {@code to} (exclusive) of a content that has them. */
    Reconstructor(ContentCatalog catalog, ChunkTables tables, long content, long from, long to) {
        this.catalog = catalog;
        this.tables = tables;
        this.content = content;
        this.from = from;
        this.to = to;
    }

    /** @throws TooManyTermsException when the range has more than {@code termsMax} terms */
    Reconstruction plan(int termsMax) throws IOException {
        long at = from;
        while (at < to) {
            long before = at;
            for (StoredTerm term : catalog.terms(content, new Range(at, to), TERMS_PER_QUERY)) {
                if (parts.size() == termsMax) {
                    throw new TooManyTermsException(termsMax);
                }
                add(term);
                at = term.fileOffset() + term.rawBytes();
            }
            if (at == before) {
                throw new DamagedContentException("content has no term for byte " + at);
            }
        }
        return new Reconstruction(offsetIntoFirst, parts, runs(), objects());
    }

    /** Adds the chunks of the term that the range touches. */
    private void add(StoredTerm term) throws IOException {
        XorbRow xorb = term.xorb();
        ChunkTable chunks = tables.of(xorb);
        int base = chunks.rawStart(term.start());
        int first = (int) Math.max(0, from - term.fileOffset());
        int last = (int) Math.min(term.rawBytes(), to - term.fileOffset());
        int start = chunks.chunkAt(base + first);
        int end = chunks.chunkAt(base + last - 1) + 1;
        if (parts.isEmpty()) {
            offsetIntoFirst = from - (term.fileOffset() + chunks.rawStart(start) - base);
        }
        xorbs.put(xorb.hash(), xorb);
        parts.add(new Part(xorb.hash(), start, end, chunks.rawStart(end) - chunks.rawStart(start)));
    }

    private Map<XetHash, List<Run>> runs() throws IOException {
        Map<XetHash, List<Part>> byXorb = new LinkedHashMap<>();
        for (Part part : parts) {
            byXorb.computeIfAbsent(part.xorb(), key -> new ArrayList<>()).add(part);
        }
        Map<XetHash, List<Run>> runs = new LinkedHashMap<>();
        for (var entry : byXorb.entrySet()) {
            ChunkTable chunks = tables.of(Objects.requireNonNull(xorbs.get(entry.getKey()), "added with its part"));
            runs.put(entry.getKey(), joined(entry.getValue(), chunks));
        }
        return runs;
    }

    private Map<XetHash, ObjectKey> objects() {
        Map<XetHash, ObjectKey> objects = new HashMap<>();
        xorbs.forEach((hash, row) -> {
            if (!row.isDamaged()) {
                objects.put(hash, row.key());
            }
        });
        return objects;
    }

    private static List<Run> joined(List<Part> parts, ChunkTable chunks) {
        List<Part> ordered =
                parts.stream().sorted(Comparator.comparingInt(Part::start)).toList();
        List<Run> runs = new ArrayList<>();
        int start = ordered.getFirst().start();
        int end = ordered.getFirst().end();
        for (Part part : ordered) {
            if (part.start() > end) {
                runs.add(run(chunks, start, end));
                start = part.start();
                end = part.end();
            }
            end = Math.max(end, part.end());
        }
        runs.add(run(chunks, start, end));
        return runs;
    }

    private static Run run(ChunkTable chunks, int start, int end) {
        return new Run(start, end, chunks.packedStart(start), chunks.packedStart(end) - 1L);
    }
}
