package granary.blob.local;

import granary.blob.StorageFullException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Calls to the file system that the JDK has no better word for. */
final class Disk {
    private Disk() {}

    /** Makes a folder's entries durable: what was moved into it is there after a power cut. */
    static void syncFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The same failure, as {@link StorageFullException} when the disk or the quota is full. */
    static IOException explained(IOException failure) {
        return StorageFullException.explain(failure, "the object store's disk is full");
    }
}
