package granary.web.postgres;

import java.nio.file.Path;

/** A process that starts the database, acknowledges a write and then waits to be killed. */
final class StartAndWait {
    private StartAndWait() {}

    public static void main(String[] args) throws Exception {
        var postgres = EmbeddedPostgres.start(Path.of(args[0]), Path.of(args[1]));
        EmbeddedPostgresTest.execute(postgres, "create table note (text text)");
        EmbeddedPostgresTest.execute(postgres, "insert into note values ('acknowledged')");
        System.out.println("started");
        System.out.flush();
        Thread.currentThread().join();
    }
}
