package granary.repo.git;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Runs storage code, which throws {@link IOException}, in a transaction. Any exception rolls it back. */
final class Transactions {
    private Transactions() {}

    /** What to run. */
    interface Work<T> {
        T run() throws IOException;
    }

    static <T> T call(Database database, Work<T> work) throws IOException {
        try {
            return database.transaction().execute(_ -> {
                try {
                    return work.run();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
