package granary.web.postgres;

import granary.web.settings.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * How PostgreSQL's programs are started on this machine. They refuse to run as root, so root puts them into a user
 * namespace of their own, or, where that is forbidden (containers), hands their files to {@code nobody}. The server also
 * gets a session of its own, so that Ctrl-C reaches the hub and not it, and a signal from the kernel when the hub dies.
 *
 * @param asOther what to put before a command so that it is not root
 * @param tied what to put before a command, in front of {@code asOther} or behind it, so that it ends with us
 * @param session starts a session; empty where there is no such program
 * @param owner whose files they are to be; empty when they are the hub's own
 */
record Privileges(List<String> session, List<String> asOther, List<String> tied, Optional<Owner> owner) {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final List<String> SESSION = List.of("setsid");
    private static final List<String> NAMESPACE = List.of("unshare", "-U");
    private static final List<String> DIE_WITH_PARENT = List.of("setpriv", "--pdeathsig", "INT");
    private static final String NOBODY = "nobody";

    /** A user and a group by number. */
    record Owner(int uid, int gid) {}

    /** What runs the server. Order matters: a change of user would cancel the signal that is asked for before it. */
    List<String> server(List<String> command) {
        return joined(session, asOther, tied, command);
    }

    /** What runs a program that ends by itself. */
    List<String> tool(List<String> command) {
        return joined(asOther, command);
    }

    /**
     * Sees to it that the other user, if there is one, gets to its files.
     *
     * @param data the hub's own folder, which is opened for the other user's group to pass through and nobody else
     */
    void requireWayTo(Path data, Path home, Path program) {
        if (owner.isEmpty()) {
            return;
        }
        try {
            var rights = EnumSet.copyOf(Files.getPosixFilePermissions(data));
            if (!rights.contains(PosixFilePermission.OTHERS_EXECUTE)) {
                Files.setAttribute(data, "unix:gid", owner.get().gid());
                rights.add(PosixFilePermission.GROUP_EXECUTE);
                Files.setPosixFilePermissions(data, rights);
            }
        } catch (IOException failure) {
            throw new StartException("Cannot change the rights of %s: %s.".formatted(data, failure), failure);
        }
        for (Path each : List.of(home, program)) {
            if (!succeeds(tool(List.of("test", "-x", each.toString())))) {
                throw new StartException(("PostgreSQL runs as user '%s' here, who cannot get to %s; let others pass"
                                + " through the folders above it (chmod o+x), or choose another with --data.")
                        .formatted(NOBODY, each));
            }
        }
    }

    /** The best of this machine's ways that works for a cluster in {@code folder}. */
    static Privileges forClusterIn(Path folder) {
        if (userOf(Path.of("/proc/self")).orElseGet(Privileges::askedUser) != 0) {
            return bestOf(List.of(), Optional.empty())
                    .orElseThrow(() -> new StartException("This system has no program called 'true'."));
        }
        boolean rootOwned = userOf(folder).orElse(0) == 0;
        Optional<Privileges> namespace = rootOwned ? bestOf(NAMESPACE, Optional.empty()) : Optional.empty();
        return namespace.or(Privileges::asNobody).orElseThrow(Privileges::impossible);
    }

    private static Optional<Privileges> asNobody() {
        return idOf("-u", NOBODY)
                .flatMap(uid -> idOf("-g", NOBODY).flatMap(gid -> {
                    var drop = List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups");
                    return bestOf(drop, Optional.of(new Owner(uid, gid)));
                }));
    }

    private static Optional<Privileges> bestOf(List<String> asOther, Optional<Owner> owner) {
        for (var tied : List.of(DIE_WITH_PARENT, List.<String>of())) {
            for (var session : List.of(SESSION, List.<String>of())) {
                var candidate = new Privileges(session, asOther, tied, owner);
                if (works(candidate)) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean works(Privileges candidate) {
        return succeeds(candidate.server(List.of("true")));
    }

    private static boolean succeeds(List<String> command) {
        return Command.run(command, DEADLINE).filter(Command.Outcome::succeeded).isPresent();
    }

    private static StartException impossible() {
        return new StartException("PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' works here;"
                + " start the hub as an ordinary user, or set GRANARY_DATABASE_URL to a PostgreSQL of your own.");
    }

    /** Who owns it; empty when it is not there. */
    static Optional<Integer> userOf(Path path) {
        try {
            return Files.exists(path) ? Optional.of((Integer) Files.getAttribute(path, "unix:uid")) : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot tell the owner of " + path, failure);
        }
    }

    private static int askedUser() {
        return Command.run(List.of("id", "-u"), DEADLINE)
                .filter(Command.Outcome::succeeded)
                .map(outcome -> Integer.parseInt(outcome.output()))
                .orElseThrow(() -> new StartException("The program 'id' does not work here."));
    }

    private static Optional<Integer> idOf(String kind, String user) {
        return Command.run(List.of("id", kind, user), DEADLINE)
                .filter(Command.Outcome::succeeded)
                .map(outcome -> Integer.valueOf(outcome.output()));
    }

    @SafeVarargs
    private static List<String> joined(List<String>... parts) {
        var all = new ArrayList<String>();
        for (var part : parts) {
            all.addAll(part);
        }
        return all;
    }
}
