package granary.web.storage;

import granary.blob.ObjectStore;
import granary.blob.local.LocalObjectStore;
import granary.blob.s3.S3ObjectStore;
import granary.blob.s3.S3Settings;
import granary.web.settings.ObjectLocation;
import granary.web.settings.StartException;
import java.io.IOException;
import java.nio.file.Path;

/** Opens the object store that somebody chose. */
public final class ObjectStores {
    private ObjectStores() {}

    /**
     * Opens a folder, or a bucket once it has shown that it can be used.
     *
     * @param temporary folder of this process, where bytes on their way to a bucket wait
     * @throws StartException when a bucket cannot be used
     */
    public static ObjectStore open(ObjectLocation location, Path temporary) throws IOException {
        return switch (location) {
            case ObjectLocation.Folder(Path path) -> new LocalObjectStore(path);
            case ObjectLocation.Bucket(S3Settings settings) -> open(settings, temporary.resolve("uploads"));
        };
    }

    private static ObjectStore open(S3Settings settings, Path uploads) {
        try {
            return S3ObjectStore.open(settings, uploads);
        } catch (IOException unusable) {
            throw new StartException(
                    "Cannot keep objects in %s: %s".formatted(settings.place(), unusable.getMessage()), unusable);
        }
    }
}
