package granary.blob.content;

import granary.blob.xet.XetHash;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds stored chunks for one intake: in xorbs that the same repository, then the same namespace, used last, and in
 * those that the index of eligible chunks leads to, with their neighbours in the content it was found in.
 */
final class Dedupe {
    private static final Logger log = LoggerFactory.getLogger(Dedupe.class);

    /** How many chunk lists one intake looks through: some six gibibytes of content. */
    private static final int XORBS_MAX = 96;

    private final ContentCatalog catalog;
    private final ChunkTables tables;
    private final Scope scope;
    /** The one most likely to be hit next, as it was last, at the end. */
    private final LinkedHashMap<XorbRow.Stored, StoredXorb> loaded = new LinkedHashMap<>(16, 0.75f, true);

    private boolean begun;

    Dedupe(ContentCatalog catalog, ChunkTables tables, Scope scope) {
        this.catalog = catalog;
        this.tables = tables;
        this.scope = scope;
    }

    /** Where the chunk is stored, if it is found. {@code first} says that it begins the content. */
    Optional<Place> find(XetHash hash, boolean first) throws IOException {
        if (!begun) {
            begun = true;
            load(catalog.recentXorbs(scope));
        }
        Optional<Place> place = findLoaded(hash);
        if (place.isEmpty() && (first || hash.isEligible())) {
            load(catalog.xorbsAround(hash));
            place = findLoaded(hash);
        }
        place.ifPresent(found -> touch((StoredXorb) found.xorb()));
        return place;
    }

    private Optional<Place> findLoaded(XetHash hash) {
        for (StoredXorb xorb : loaded.sequencedValues().reversed()) {
            int chunk = xorb.chunks().find(hash);
            if (chunk >= 0) {
                return Optional.of(new Place(xorb, chunk));
            }
        }
        return Optional.empty();
    }

    private void touch(StoredXorb xorb) {
        loaded.get(xorb.row().stored());
    }

    private void load(List<XorbRow> rows) throws IOException {
        for (XorbRow row : rows.reversed()) {
            if (loaded.get(row.stored()) == null) {
                load(row);
            }
        }
        Iterator<StoredXorb> oldest = loaded.values().iterator();
        while (loaded.size() > XORBS_MAX) {
            oldest.next();
            oldest.remove();
        }
    }

    /** A damaged xorb must not stop a healthy upload: it is merely not reused. */
    private void load(XorbRow row) throws IOException {
        try {
            loaded.put(row.stored(), new StoredXorb(row, tables.of(row)));
        } catch (DamagedContentException e) {
            log.error("Not deduplicating against a damaged xorb: {}", e.getMessage());
        }
    }
}
