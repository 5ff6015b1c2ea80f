package granary.blob.content;

import granary.blob.Sha256;
import granary.blob.xet.XetHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import org.springframework.jdbc.support.SqlArrayValue;

/** Our values as PostgreSQL's, and back. */
final class Sql {
    /** The columns of table {@code xorb x} that make a {@link XorbRow}. */
    static final String XORB = " x.id, x.hash, x.chunks, x.stored_bytes, x.edition, x.damaged_at ";

    private Sql() {}

    static SqlArrayValue hashes(Collection<XetHash> hashes) {
        return new SqlArrayValue(
                "bytea", (Object[]) hashes.stream().map(XetHash::bytes).toArray(byte[][]::new));
    }

    static SqlArrayValue sha256s(Collection<Sha256> hashes) {
        return new SqlArrayValue(
                "bytea", (Object[]) hashes.stream().map(Sha256::bytes).toArray(byte[][]::new));
    }

    static SqlArrayValue numbers(Collection<Long> numbers) {
        return new SqlArrayValue("bigint", numbers.toArray());
    }

    static XorbRow xorb(ResultSet row, int number) throws SQLException {
        return new XorbRow(
                row.getLong("id"),
                XetHash.of(row.getBytes("hash"), 0),
                row.getInt("chunks"),
                row.getLong("stored_bytes"),
                row.getInt("edition"),
                row.getObject("damaged_at") != null);
    }
}
