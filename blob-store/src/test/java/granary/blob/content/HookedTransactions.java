package granary.blob.content;

import java.io.Serial;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Real transactions, around one of whose commits something else happens, once, on another thread and connection. */
final class HookedTransactions extends DataSourceTransactionManager {
    @Serial
    private static final long serialVersionUID = 1;

    private transient @Nullable Callable<?> before;
    private transient @Nullable Callable<?> after;
    private transient BooleanSupplier condition = () -> true;

    HookedTransactions(DataSource source) {
        super(source);
    }

    /** When all of the next transaction is done but its commit. */
    void beforeCommit(Callable<?> work) {
        before = work;
    }

    /** Right after the first commit that makes the condition true. */
    void afterCommit(BooleanSupplier made, Callable<?> work) {
        condition = made;
        after = work;
    }

    /** Whether it came to it: a test of an interleaving that never was proves nothing. */
    boolean happened() {
        return before == null && after == null;
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        Callable<?> now = before;
        if (now != null) {
            before = null;
            elsewhere(now);
        }
        super.doCommit(status);
        Callable<?> then = after;
        if (then != null && condition.getAsBoolean()) {
            after = null;
            elsewhere(then);
        }
    }

    private static void elsewhere(Callable<?> work) {
        try (var other = Executors.newVirtualThreadPerTaskExecutor()) {
            other.submit(work).get();
        } catch (Exception e) {
            throw new AssertionError("what happened meanwhile failed", e);
        }
    }
}
