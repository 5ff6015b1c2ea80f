package granary.repo.git;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** PostgreSQL as this package uses it: statements, and transactions that nest into the caller's. */
record Database(JdbcClient jdbc, TransactionTemplate transaction) {
    Database(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this(jdbc, new TransactionTemplate(transactions));
    }
}
