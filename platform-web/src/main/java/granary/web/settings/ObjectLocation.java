package granary.web.settings;

import granary.blob.s3.S3Settings;
import java.nio.file.Path;

/** Where a hub keeps its objects; as text it is what people write for it. */
public sealed interface ObjectLocation {
    /** A folder of this machine, for one hub. */
    record Folder(Path path) implements ObjectLocation {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** A bucket, which any number of hubs may share. */
    record Bucket(S3Settings settings) implements ObjectLocation {
        @Override
        public String toString() {
            return settings.place();
        }
    }
}
