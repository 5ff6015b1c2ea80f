package granary.web.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server says about itself in {@code postmaster.pid}: line 1 is its process, line 8 its state (PostgreSQL
 * manual, "Database File Layout").
 *
 * @param pid the server's process
 * @param ready whether it takes connections
 */
record PostmasterPid(long pid, boolean ready) {
    private static final int STATE_LINE = 7;

    /** What is said in the cluster; empty when there is no such file, or one that is being written. */
    static Optional<PostmasterPid> read(Path cluster) {
        try {
            List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
            boolean ready =
                    lines.size() > STATE_LINE && lines.get(STATE_LINE).strip().equals("ready");
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new PostmasterPid(Long.parseLong(lines.getFirst().strip()), ready));
        } catch (NoSuchFileException | NumberFormatException absent) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read postmaster.pid in " + cluster, failure);
        }
    }

    /** Takes away what was said; only for whoever knows that it names no server. */
    static void forget(Path cluster) {
        try {
            Files.deleteIfExists(cluster.resolve("postmaster.pid"));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete postmaster.pid in " + cluster, failure);
        }
    }

    /** The process, if it is a living server of that cluster and not a stranger that got the same number since. */
    Optional<ProcessHandle> serverOf(Path cluster) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .command()
                        .map(command -> command.endsWith("/postgres"))
                        .orElse(false))
                .filter(_ -> worksIn(cluster));
    }

    /**
     * Whether the number is certainly not that of a server of this cluster: its process has ended and lingers unasked
     * for, or is a stranger that got the same number since. PostgreSQL would take either for a server. Where a system
     * does not tell, the answer is no.
     */
    boolean namesAnother(Path cluster) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            String state = Files.readString(process.resolve("stat"));
            if (state.startsWith("Z", state.lastIndexOf(')') + 2)) {
                return true;
            }
            Path program = Files.readSymbolicLink(process.resolve("exe"));
            Path folder = Files.readSymbolicLink(process.resolve("cwd"));
            return !program.toString().contains("/postgres") || !folder.equals(cluster.toRealPath());
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    /** A server's working folder is its cluster. Where a system cannot tell (no /proc), the file is believed. */
    private boolean worksIn(Path cluster) {
        try {
            Path folder = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
            return folder.equals(cluster.toRealPath());
        } catch (IOException | UnsupportedOperationException unknown) {
            return !Files.exists(Path.of("/proc/self"));
        }
    }
}
