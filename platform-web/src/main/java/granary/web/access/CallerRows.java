package granary.web.access;

import granary.web.account.MemberOf;
import granary.web.account.Role;
import granary.web.account.User;
import granary.web.token.Token;
import granary.web.token.TokenScope;
import granary.web.token.TokenSecret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads in one statement what every request asks: whose a token or a session is, and what they are a member of. The tables
 * are those of accounts and tokens; one transaction for each of them took longer than sending a small file.
 */
final class CallerRows {
    private static final String COLUMNS = """
            select u.id, u.name, u.full_name, u.email, u.site_admin, u.disabled, u.created_at,
                   t.id as token, t.name as token_name, t.hint, t.scope, t.created_at as token_created_at,
                   t.expires_at, t.last_used_at,
                   o.id as organization, o.name as organization_name, o.full_name as organization_full_name,
                   o.private_by_default, m.role
            """;

    private static final String MEMBERSHIPS = """
            left join membership m on m.user_id = u.id
            left join organization o on o.id = m.organization_id
            """;

    private static final String BY_TOKEN =
            COLUMNS + "from access_token t join user_account u on u.id = t.user_id " + MEMBERSHIPS;

    private static final String BY_USER =
            COLUMNS + "from user_account u left join access_token t on false " + MEMBERSHIPS;

    private final JdbcClient db;

    CallerRows(JdbcClient db) {
        this.db = db;
    }

    /** Whoever has this token, alive or not. */
    Optional<Caller.Member> ofToken(TokenSecret secret) {
        return read(
                db.sql(BY_TOKEN + "where t.secret_hash = ? order by o.name_key").param(secret.hash()));
    }

    /** The user with one of their tokens. */
    Optional<Caller.Member> ofToken(UUID user, UUID token) {
        return read(db.sql(BY_TOKEN + "where t.id = ? and t.user_id = ? order by o.name_key")
                .params(token, user));
    }

    /** The user without any token. */
    Optional<Caller.Member> ofUser(UUID user) {
        return read(db.sql(BY_USER + "where u.id = ? order by o.name_key").param(user));
    }

    /** One row for each organization; a single one, with nothing of any, for who is in none. */
    private static Optional<Caller.Member> read(JdbcClient.StatementSpec statement) {
        return statement.query(
                (ResultSet rows) -> rows.next() ? Optional.of(memberAt(rows)) : Optional.<Caller.Member>empty());
    }

    private static Caller.Member memberAt(ResultSet rows) throws SQLException {
        User user = userIn(rows);
        Optional<Token> token = rows.getObject("token") == null ? Optional.empty() : Optional.of(tokenIn(rows));
        var organizations = new ArrayList<MemberOf>();
        do {
            if (rows.getObject("organization") != null) {
                organizations.add(organizationIn(rows));
            }
        } while (rows.next());
        return new Caller.Member(user, organizations, token);
    }

    private static User userIn(ResultSet row) throws SQLException {
        return new User(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("full_name"),
                row.getString("email"),
                row.getBoolean("site_admin"),
                row.getBoolean("disabled"),
                row.getTimestamp("created_at").toInstant());
    }

    private static Token tokenIn(ResultSet row) throws SQLException {
        return new Token(
                row.getObject("token", UUID.class),
                row.getObject("id", UUID.class),
                row.getString("token_name"),
                row.getString("hint"),
                TokenScope.valueOf(row.getString("scope")),
                row.getTimestamp("token_created_at").toInstant(),
                instant(row.getTimestamp("expires_at")),
                instant(row.getTimestamp("last_used_at")));
    }

    private static MemberOf organizationIn(ResultSet row) throws SQLException {
        return new MemberOf(
                row.getObject("organization", UUID.class),
                row.getString("organization_name"),
                row.getString("organization_full_name"),
                row.getBoolean("private_by_default"),
                Role.valueOf(row.getString("role")));
    }

    private static Optional<Instant> instant(@Nullable Timestamp timestamp) {
        return Optional.ofNullable(timestamp).map(Timestamp::toInstant);
    }
}
