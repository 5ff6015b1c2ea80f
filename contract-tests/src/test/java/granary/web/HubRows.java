package granary.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks into a running hub's database. In this package because a hub shows its insides to nobody else. */
@NullMarked
public final class HubRows {
    private static final List<String> CONTENT_TABLES =
            List.of("content", "content_term", "content_link", "xorb", "xorb_holder", "chunk_index");

    private HubRows() {}

    /** How many rows each table of the content store has. */
    public static Map<String, Long> ofContents(Hub hub) {
        var counts = new LinkedHashMap<String, Long>();
        JdbcClient db = hub.bean(JdbcClient.class);
        for (String table : CONTENT_TABLES) {
            counts.put(
                    table,
                    db.sql("select count(*) from " + table).query(Long.class).single());
        }
        return counts;
    }

    /** How many chunks are kept, in all xorbs. */
    public static long chunks(Hub hub) {
        return hub.bean(JdbcClient.class)
                .sql("select coalesce(sum(chunks), 0) from xorb")
                .query(Long.class)
                .single();
    }

    /** Lets files that were found not to be what they were declared be as in the moment before that. */
    public static void forgetRefutations(Hub hub) {
        hub.bean(JdbcClient.class)
                .sql("update content set proof = 'declared' where proof = 'refuted'")
                .update();
    }

    /** Takes somebody out of an organization. */
    public static void removeMember(Hub hub, String organization, String user) {
        int gone =
                hub.bean(JdbcClient.class).sql("""
                        delete from membership m using organization o, user_account u
                        where m.organization_id = o.id and m.user_id = u.id and o.name = ? and u.name = ?
                        """).params(organization, user).update();
        if (gone != 1) {
            throw new IllegalArgumentException("%s is no member of %s".formatted(user, organization));
        }
    }
}
