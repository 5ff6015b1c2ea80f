package granary.blob.content;

import granary.blob.xet.ChunkTable;
import granary.blob.xet.DedupeShard;
import granary.blob.xet.XetHash;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Answers clients who ask whether a chunk is stored (xet-protocol.md §6.5): with those chunks around it, in a content that
 * they may read, that they would have to send otherwise.
 */
final class DedupeAnswers {
    /** As Hugging Face's hub has it. What was told must be kept longer than that. */
    private static final Duration LIFETIME = Duration.ofDays(7);

    private static final int KEY_BYTES = 32;

    /** Of how many places of a chunk is looked whether one is readable. */
    private static final int PLACES_MAX = 200;

    /** What is told around the chunk: its own and the next sixteen xorbs' worth. */
    private static final long BYTES_BEFORE = 2L * NewXorb.RAW_BYTES_MAX;

    private static final long BYTES_AFTER = 16L * NewXorb.RAW_BYTES_MAX;
    private static final int TERMS_MAX = 2000;
    private static final int XORBS_MAX = 24;

    private static final Logger log = LoggerFactory.getLogger(DedupeAnswers.class);

    private final JdbcClient db;
    private final XorbCatalog catalog;
    private final ChunkTables tables;
    private final TransactionTemplate transaction;
    private final SecureRandom random = new SecureRandom();

    DedupeAnswers(JdbcClient db, XorbCatalog catalog, ChunkTables tables, TransactionTemplate transaction) {
        this.db = db;
        this.catalog = catalog;
        this.tables = tables;
        this.transaction = transaction;
    }

    /** Where a chunk lies in a content of some repository. */
    private record Place(UUID repository, long content, long fileOffset) {}

    /** Chunks of a xorb that a readable content uses. */
    private record Known(XorbRow xorb, BitSet chunks) {}

    /** The answer as bytes, or empty when the chunk is in nothing that the viewer may know of. */
    Optional<byte[]> answer(XetHash chunk, Viewer viewer) throws IOException {
        Optional<Place> place = readable(places(chunk), viewer);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        Map<Long, DedupeShard.Xorb> xorbs = legible(around(place.get()));
        // From now on they count on these, for as long as their answer lives.
        transaction.executeWithoutResult(status -> remember(xorbs, viewer));
        return xorbs.isEmpty() ? Optional.empty() : Optional.of(write(List.copyOf(xorbs.values())));
    }

    private List<Place> places(XetHash chunk) {
        return db.sql("""
                        select distinct on (l.linked_at, l.repository) l.repository, t.content_id, t.file_offset
                        from chunk_index i join xorb x on x.id = i.xorb_id and x.damaged_at is null
                        join content_term t on t.xorb_id = i.xorb_id
                        join content c on c.id = t.content_id and c.proof <> 'refuted'
                        join content_link l on l.content_id = t.content_id
                        where i.chunk_hash = ?
                        order by l.linked_at desc, l.repository, t.content_id desc, t.file_offset limit ?
                        """)
                .params(chunk.bytes(), PLACES_MAX)
                .query((row, number) -> new Place(
                        row.getObject("repository", UUID.class), row.getLong("content_id"), row.getLong("file_offset")))
                .list();
    }

    private static Optional<Place> readable(List<Place> places, Viewer viewer) {
        var repositories = new HashSet<UUID>();
        places.forEach(place -> repositories.add(place.repository()));
        Set<UUID> visible = repositories.isEmpty() ? Set.of() : viewer.visible(repositories);
        return places.stream()
                .filter(place -> visible.contains(place.repository()))
                .findFirst();
    }

    /** A xorb may also hold chunks of others' files: only those of this content count as known. */
    private List<Known> around(Place place) {
        Map<Long, Known> known = new LinkedHashMap<>();
        db.sql("""
                        select %s, t.chunk_start, t.chunk_end
                        from content_term t join xorb x on x.id = t.xorb_id and x.damaged_at is null
                        where t.content_id = ? and t.file_offset between ? and ?
                        order by t.file_offset < ?, t.file_offset limit ?
                        """.formatted(Sql.XORB))
                .params(
                        place.content(),
                        place.fileOffset() - BYTES_BEFORE,
                        place.fileOffset() + BYTES_AFTER,
                        place.fileOffset(),
                        TERMS_MAX)
                .query(row -> {
                    long id = row.getLong("id");
                    if (known.containsKey(id) || known.size() < XORBS_MAX) {
                        XorbRow xorb = Sql.xorb(row, 0);
                        known.computeIfAbsent(id, key -> new Known(xorb, new BitSet()))
                                .chunks()
                                .set(row.getInt("chunk_start"), row.getInt("chunk_end"));
                    }
                });
        return List.copyOf(known.values());
    }

    /** With their chunk lists, by id of the row; a damaged one is left out, and its quarantine begins. */
    private Map<Long, DedupeShard.Xorb> legible(List<Known> known) throws IOException {
        Map<Long, DedupeShard.Xorb> legible = new LinkedHashMap<>();
        for (Known each : known) {
            try {
                ChunkTable chunks = tables.of(each.xorb());
                legible.put(each.xorb().id(), new DedupeShard.Xorb(each.xorb().hash(), chunks, each.chunks()));
            } catch (DamagedContentException e) {
                log.debug("Not told of in a dedupe answer: {}", e.message());
            }
        }
        return legible;
    }

    /** Keeps sweeps away from them for a grace, and leaves out those that one took a moment before. */
    private void remember(Map<Long, DedupeShard.Xorb> xorbs, Viewer viewer) {
        Set<Long> there = catalog.need(List.copyOf(xorbs.keySet()));
        xorbs.keySet().retainAll(there);
        viewer.person().ifPresent(person -> catalog.show(there, person));
    }

    private byte[] write(List<DedupeShard.Xorb> xorbs) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        Instant now = Instant.now();
        return new DedupeShard(key, now, now.plus(LIFETIME)).write(xorbs);
    }
}
