package granary.web.error;

import java.sql.SQLException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Tells whether a failure only means that the database is away for the moment: stopping, starting, or cut off. Spring says
 * so by type where it can; what Hibernate wraps keeps the SQL state of the cause (PostgreSQL's appendix A: class 08, and
 * 57P01 to 57P03), and a connection that the pool has closed has none.
 */
final class DatabaseAway {
    private static final int CAUSES_MAX = 12;

    private DatabaseAway() {}

    static boolean explains(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            if (saysSo(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean saysSo(Throwable cause) {
        return switch (cause) {
            case DataAccessResourceFailureException _,
                    TransientDataAccessException _,
                    RecoverableDataAccessException _,
                    CannotCreateTransactionException _ -> true;
            case SQLException sql -> {
                String state = sql.getSQLState();
                yield state == null || state.startsWith("08") || state.startsWith("57P");
            }
            default -> false;
        };
    }
}
