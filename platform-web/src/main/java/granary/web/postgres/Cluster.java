package granary.web.postgres;

import granary.web.settings.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * PostgreSQL's own folder ("cluster") with its password, below the hub's data.
 *
 * @param home holds {@code cluster} and {@code password}
 */
record Cluster(Path home, Binaries binaries) {
    static final String USER = "granary";
    static final String DATABASE = "granary";

    private static final Duration INIT_DEADLINE = Duration.ofMinutes(2);
    private static final int PASSWORD_BYTES = 24;
    private static final String UNFINISHED = "cluster.new-";

    Path folder() {
        return home.resolve("cluster");
    }

    /** Makes the folder when there is none, and checks that these programs can work on it. */
    void prepare(Privileges privileges) {
        try {
            sweepUnfinished();
            if (!Files.isDirectory(folder())) {
                create(privileges);
            }
            requireVersion();
            giveTo(privileges, folder());
        } catch (IOException failure) {
            throw new StartException(
                    "Cannot prepare the database in %s: %s.".formatted(home, failure.getMessage()), failure);
        }
    }

    String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException failure) {
            throw new StartException(
                    "Cannot read the database's password from %s: %s.".formatted(passwordFile(), failure.getMessage()),
                    failure);
        }
    }

    private Path passwordFile() {
        return home.resolve("password");
    }

    /** What a start that was killed half-way left. The hub's lock on its data says that nobody works on it now. */
    private void sweepUnfinished() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            files.filter(file -> file.getFileName().toString().startsWith(UNFINISHED))
                    .forEach(Folders::deleteIfThere);
        }
    }

    /** Beside, then into place by one move: a folder called {@code cluster} is whole, and has its database. */
    private void create(Privileges privileges) throws IOException {
        Path unfinished = Files.createDirectory(
                home.resolve(UNFINISHED + ProcessHandle.current().pid()));
        var random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Path passwordOnce = unfinished.resolve("password");
        Path cluster = Files.createDirectory(unfinished.resolve("cluster"));
        Folders.writeSecret(passwordOnce, password + "\n");
        giveTo(privileges, unfinished);
        run(privileges, Optional.empty(), initdb(cluster, passwordOnce));
        run(privileges, Optional.of("create database " + DATABASE + ";\n"), singleUser(cluster));
        Folders.writeSecret(passwordFile(), password + "\n");
        Files.move(cluster, folder(), StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(home);
        Folders.deleteIfThere(unfinished);
    }

    /** Text sorts by code point and compares by Unicode's rules, the same on every system (the builtin provider). */
    private List<String> initdb(Path cluster, Path password) {
        return List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + cluster,
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums");
    }

    private List<String> singleUser(Path cluster) {
        return List.of(binaries.program("postgres").toString(), "--single", "-D", cluster.toString(), "postgres");
    }

    private static void run(Privileges privileges, Optional<String> input, List<String> command) {
        var outcome = Command.run(privileges.tool(command), input, INIT_DEADLINE)
                .orElseThrow(() -> new StartException("Cannot start %s.".formatted(command.getFirst())));
        if (!outcome.succeeded()) {
            throw new StartException("PostgreSQL could not set up its folder (%s ended with %d): %s"
                    .formatted(Path.of(command.getFirst()).getFileName(), outcome.exitCode(), outcome.output()));
        }
    }

    private void requireVersion() throws IOException {
        Path file = folder().resolve("PG_VERSION");
        if (!Files.exists(file)) {
            throw new StartException(
                    "%s is not a PostgreSQL folder; move it away to start with an empty database.".formatted(folder()));
        }
        String have = Files.readString(file).strip();
        String need = major();
        if (!have.equals(need)) {
            throw new StartException(
                    ("The database in %s was made by PostgreSQL %s and this build has %s; start it with"
                                    + " the release that made it, or move its contents over by dump and restore.")
                            .formatted(folder(), have, need));
        }
    }

    private String major() {
        String name = binaries.folder().getFileName().toString();
        String version = name.substring(name.lastIndexOf('-') + 1);
        return version.substring(0, version.indexOf('.'));
    }

    /** Walks only when the first folder says that it must: a cluster may have very many files. */
    private static void giveTo(Privileges privileges, Path folder) throws IOException {
        Optional<Privileges.Owner> owner = privileges.owner();
        if (owner.isPresent() && !Privileges.userOf(folder).equals(owner.map(Privileges.Owner::uid))) {
            Folders.changeOwner(folder, owner.get().uid(), owner.get().gid());
        }
    }
}
