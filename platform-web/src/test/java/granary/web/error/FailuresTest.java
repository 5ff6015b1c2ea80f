package granary.web.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;

class FailuresTest {
    static Stream<RuntimeException> databaseAway() {
        return Stream.of(
                new CannotGetJdbcConnectionException("gone"),
                new CannotCreateTransactionException("gone"),
                new RecoverableDataAccessException("gone"),
                new QueryTimeoutException("slow"),
                new IllegalStateException("wrapped", new SQLException("gone", "57P01")),
                new IllegalStateException("wrapped", new SQLException("closed by the pool")));
    }

    @ParameterizedTest
    @MethodSource("databaseAway")
    void databaseThatIsAwayIsNoMistakeOfTheRequestAndMayBeTriedAgain(RuntimeException failure) {
        Failure answer = Failures.of(failure);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.message()).contains("try again").doesNotContain("gone");
    }

    @Test
    void mistakeInAStatementIsOurs() {
        Failure answer = Failures.of(new IllegalStateException("wrapped", new SQLException("no such column", "42703")));

        assertThat(answer.status()).isEqualTo(500);
    }
}
