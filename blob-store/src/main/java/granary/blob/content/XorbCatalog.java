package granary.blob.content;

import granary.blob.xet.XetHash;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database knows of xorbs: which there are, who may name them, who uses them. */
final class XorbCatalog {
    /** Of how many repositories that use a xorb is looked whether somebody may read one; those linked last come first. */
    private static final int USERS_MAX = 200;

    private final JdbcClient db;

    XorbCatalog(JdbcClient db) {
        this.db = db;
    }

    /** Those of the xorbs that are stored and not in quarantine. */
    Map<XetHash, XorbRow> find(Collection<XetHash> hashes) {
        var found = new HashMap<XetHash, XorbRow>();
        db.sql("select" + Sql.XORB + "from xorb x where hash = any(?) and damaged_at is null")
                .param(Sql.hashes(hashes))
                .query(Sql::xorb)
                .list()
                .forEach(row -> found.put(row.hash(), row));
        return found;
    }

    /** The xorb of that hash, in quarantine or not. */
    Optional<XorbRow> find(XetHash hash) {
        return db.sql("select" + Sql.XORB + "from xorb x where hash = ?")
                .param(hash.bytes())
                .query(Sql::xorb)
                .optional();
    }

    /** Under which edition an object of that xorb belongs: the stored one's, or the next when that one is damaged. */
    int editionFor(XetHash hash) {
        return find(hash)
                .map(row -> row.isDamaged() ? row.edition() + 1 : row.edition())
                .orElse(0);
    }

    /** Remembers that somebody sent these xorbs or was told of them. Returns how many of them were news to them. */
    int show(Collection<Long> xorbs, UUID person) {
        List<Boolean> fresh = db.sql("""
                        insert into xorb_holder (xorb_id, holder) select id, ? from unnest(?) as xorb (id) order by 1
                        on conflict (xorb_id, holder) do update set seen_at = now() returning xmax = 0
                        """)
                .params(person, Sql.numbers(xorbs))
                .query((row, number) -> row.getBoolean(1))
                .list();
        return Collections.frequency(fresh, true);
    }

    /** Begins the grace of a xorb anew, if it is there: somebody sends it. */
    void need(XetHash hash) {
        db.sql("update xorb set needed_at = now() where hash = ?")
                .param(hash.bytes())
                .update();
    }

    /** Begins the grace of these xorbs anew: somebody is told that they are there. Returns those that still are. */
    Set<Long> need(Collection<Long> xorbs) {
        return new HashSet<>(db.sql("""
                        with ordered as (select id from xorb where id = any(?) order by id for no key update)
                        update xorb set needed_at = now() where id in (select id from ordered) returning id
                        """)
                .param(Sql.numbers(xorbs))
                .query((row, number) -> row.getLong("id"))
                .list());
    }

    /** Those of the xorbs that the viewer may know of. */
    Set<Long> visible(Collection<Long> xorbs, Viewer viewer) {
        var visible = new HashSet<Long>(heldBy(xorbs, viewer));
        var rest = new HashSet<>(xorbs);
        rest.removeAll(visible);
        if (!rest.isEmpty()) {
            Map<Long, Set<UUID>> users = users(rest);
            var all = new HashSet<UUID>();
            users.values().forEach(all::addAll);
            Set<UUID> readable = viewer.visible(all);
            users.forEach((xorb, repositories) -> {
                if (repositories.stream().anyMatch(readable::contains)) {
                    visible.add(xorb);
                }
            });
        }
        return visible;
    }

    /** What they sent or were told of, and what their own repository uses. */
    private List<Long> heldBy(Collection<Long> xorbs, Viewer viewer) {
        return db.sql("""
                        select xorb_id from xorb_holder where xorb_id = any(:xorbs) and holder = :person
                        union
                        select t.xorb_id from content_term t join content_link l on l.content_id = t.content_id
                        where t.xorb_id = any(:xorbs) and l.repository = :repository
                        """)
                .param("xorbs", Sql.numbers(xorbs))
                .param("person", viewer.person().orElse(null))
                .param("repository", viewer.repository())
                .query((row, number) -> row.getLong(1))
                .list();
    }

    private Map<Long, Set<UUID>> users(Collection<Long> xorbs) {
        var users = new HashMap<Long, Set<UUID>>();
        db.sql("""
                        select x.id, u.repository from unnest(?) as x (id) cross join lateral (
                            select l.repository, max(l.linked_at) as linked_at
                            from content_term t join content_link l on l.content_id = t.content_id
                            join content c on c.id = t.content_id
                            where t.xorb_id = x.id and c.proof <> 'refuted'
                            group by l.repository order by 2 desc limit ?) u
                        """).params(Sql.numbers(xorbs), USERS_MAX).query(row -> {
            users.computeIfAbsent(row.getLong("id"), key -> new HashSet<>())
                    .add(row.getObject("repository", UUID.class));
        });
        return users;
    }
}
