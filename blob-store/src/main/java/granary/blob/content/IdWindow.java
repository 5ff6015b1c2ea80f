package granary.blob.content;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Rows of a table with ids from {@code after} (exclusive) to {@code last} (inclusive): however large the table, a
 * statement over a window is short.
 */
record IdWindow(long after, long last) {
    private static final int ROWS = 1000;

    /** The next rows behind an id; empty at the table's end. */
    static Optional<IdWindow> behind(long id, String table, JdbcClient db) {
        return db.sql("select max(id) as last from (select id from " + table
                        + " where id > ? order by id limit ?) page")
                .params(id, ROWS)
                .query((row, number) -> row.getLong("last"))
                .optional()
                .filter(last -> last > id)
                .map(last -> new IdWindow(id, last));
    }
}
