package granary.web;

import granary.web.settings.AdminSecret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** {@code admin.json} in the data folder: where {@code ./granary admin} finds the running hub, and its right to ask. */
final class AdminFile {
    private static final String NAME = "admin.json";

    private AdminFile() {}

    /** Writes it so that only its owner may read it, at no moment anybody else. */
    static void write(Path data, URI url, AdminSecret secret) throws IOException {
        Path unfinished = data.resolve(NAME + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(unfinished, """
                {"url": "%s", "secret": "%s", "process": %d}
                """.formatted(
                url, secret.text(), ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8));
        Files.move(unfinished, data.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    static void delete(Path data) {
        try {
            Files.deleteIfExists(data.resolve(NAME));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete " + NAME, failure);
        }
    }
}
