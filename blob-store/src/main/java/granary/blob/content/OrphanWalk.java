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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Shows the xorbs in the object store that no row names. */
final class OrphanWalk {
    private static final String XORBS = "xorbs/";
    private static final Pattern NAME = Pattern.compile("/(?<hash>[0-9a-f]{64})(?:-(?<edition>[0-9]{1,9}))?$");
    private static final int PAGE = 500;

    private final ObjectStore objects;
    private final JdbcClient db;

    OrphanWalk(ObjectStore objects, JdbcClient db) {
        this.objects = objects;
        this.db = db;
    }

    /** Which object of which xorb a key names. */
    record Name(XetHash hash, int edition) {}

    private record Found(ObjectKey key, Name name, long size, Instant storedAt) {}

    /** Shows those that were stored before an instant. */
    void each(Instant before, ObjectStore.Visitor visitor) throws IOException {
        List<Found> page = new ArrayList<>();
        objects.each(XORBS, (key, size, storedAt) -> {
            if (storedAt.isBefore(before) && isXorb(key)) {
                page.add(new Found(key, nameOf(key), size, storedAt));
            }
            if (page.size() == PAGE) {
                show(page, visitor);
                page.clear();
            }
        });
        show(page, visitor);
    }

    private void show(List<Found> page, ObjectStore.Visitor visitor) throws IOException {
        Set<Name> known = known(page.stream().map(found -> found.name().hash()).toList());
        for (Found found : page) {
            if (!known.contains(found.name())) {
                visitor.visit(found.key(), found.size(), found.storedAt());
            }
        }
    }

    private Set<Name> known(List<XetHash> hashes) {
        return new HashSet<>(db.sql("select hash, edition from xorb where hash = any(?)")
                .param(Sql.hashes(hashes))
                .query((row, number) -> new Name(XetHash.of(row.getBytes("hash"), 0), row.getInt("edition")))
                .list());
    }

    /** Something else below {@code xorbs/} is not ours to judge. */
    private static boolean isXorb(ObjectKey key) {
        Matcher name = NAME.matcher(key.path());
        return name.find()
                && ObjectKey.xorb(name.group("hash"), editionOf(name)).equals(key);
    }

    /** What the key of a xorb's object says. */
    static Name nameOf(ObjectKey key) {
        Matcher name = NAME.matcher(key.path());
        if (!name.find()) {
            throw new IllegalArgumentException("not the key of a xorb: '%s'".formatted(key.path()));
        }
        return new Name(XetHash.of(name.group("hash")), editionOf(name));
    }

    private static int editionOf(Matcher name) {
        return name.group("edition") == null ? 0 : Integer.parseInt(name.group("edition"));
    }
}
