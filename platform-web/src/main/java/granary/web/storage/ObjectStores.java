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
     * @throws StartException when it cannot be used
     */
    public static ObjectStore open(ObjectLocation location, Path temporary) {
        try {
            return switch (location) {
                case ObjectLocation.Folder(Path path) -> new LocalObjectStore(path);
                case ObjectLocation.Bucket(S3Settings settings) ->
                    S3ObjectStore.open(settings, temporary.resolve("uploads"));
            };
        } catch (IOException unusable) {
            throw new StartException(
                    "Cannot keep objects in %s: %s".formatted(location, unusable.getMessage()), unusable);
        }
    }
}
