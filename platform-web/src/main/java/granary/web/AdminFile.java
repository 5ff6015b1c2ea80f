package granary.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import granary.web.settings.AdminSecret;
import granary.web.settings.HubSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** {@code admin.json} in the data folder: where {@code ./granary admin} finds the running hub, and its right to ask. */
final class AdminFile {
    private static final String NAME = "admin.json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(each -> each.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private AdminFile() {}

    /**
     * What is in the file.
     *
     * @param certificate what the hub serves HTTPS with, for a client that comes over loopback
     */
    private record Door(URI url, String secret, @Nullable String certificate) {}

    /** Writes it so that only its owner may read it, at no moment anybody else. */
    static void write(HubSettings settings, URI url, AdminSecret secret) throws IOException {
        Path unfinished = settings.data().resolve(NAME + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(unfinished, JSON.writeValueAsBytes(new Door(url, secret.text(), certificate(settings))));
        Files.move(unfinished, settings.data().resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    private static @Nullable String certificate(HubSettings settings) {
        return settings.tls()
                .map(tls -> tls.certificate().toAbsolutePath().toString())
                .orElse(null);
    }

    static void delete(Path data) {
        try {
            Files.deleteIfExists(data.resolve(NAME));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete " + NAME, failure);
        }
    }
}
