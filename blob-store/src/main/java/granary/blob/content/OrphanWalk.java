package granary.blob.content;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.xet.XetHash;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Shows the xorbs in the object store that no row names. */
final class OrphanWalk {
    private static final String XORBS = "xorbs/";
    private static final int PAGE = 500;

    private final ObjectStore objects;
    private final JdbcClient db;

    OrphanWalk(ObjectStore objects, JdbcClient db) {
        this.objects = objects;
        this.db = db;
    }

    private record Found(ObjectKey key, XetHash hash, long size, Instant storedAt) {}

    /** Shows those that were stored before an instant. */
    void each(Instant before, ObjectStore.Visitor visitor) throws IOException {
        List<Found> page = new ArrayList<>();
        objects.each(XORBS, (key, size, storedAt) -> {
            if (storedAt.isBefore(before) && isXorb(key)) {
                page.add(new Found(key, hashOf(key), size, storedAt));
            }
            if (page.size() == PAGE) {
                show(page, visitor);
                page.clear();
            }
        });
        show(page, visitor);
    }

    private void show(List<Found> page, ObjectStore.Visitor visitor) throws IOException {
        Set<XetHash> known = known(page.stream().map(Found::hash).toList());
        for (Found found : page) {
            if (!known.contains(found.hash())) {
                visitor.visit(found.key(), found.size(), found.storedAt());
            }
        }
    }

    private Set<XetHash> known(List<XetHash> hashes) {
        return new HashSet<>(db.sql("select hash from xorb where hash = any(?)")
                .param(Sql.hashes(hashes))
                .query((row, number) -> XetHash.of(row.getBytes("hash"), 0))
                .list());
    }

    /** Something else below {@code xorbs/} is not ours to judge. */
    private static boolean isXorb(ObjectKey key) {
        String name = nameOf(key);
        return XetHash.isHash(name) && ObjectKey.xorb(name).equals(key);
    }

    static XetHash hashOf(ObjectKey key) {
        return XetHash.of(nameOf(key));
    }

    private static String nameOf(ObjectKey key) {
        return key.path().substring(key.path().lastIndexOf('/') + 1);
    }
}
