package granary.blob.local;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes folders that survive a power cut: each new one's name is synced in its parent, up to the root. */
final class Folders {
    /** Enough for both levels of the xorbs' fan-out; past it, folders are merely synced again. */
    private static final int REMEMBERED_MAX = 100_000;

    private final Path root;
    /** Those this process has synced. A folder that is merely there may be another thread's, not yet synced. */
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    Folders(Path root) {
        this.root = root;
    }

    /** Makes {@code folder}, which lies below the root, and whatever is missing above it. */
    void make(Path folder) throws IOException {
        if (folder.equals(root) || (durable.contains(folder) && Files.isDirectory(folder))) {
            return;
        }
        Path parent = Objects.requireNonNull(folder.getParent(), "below the root there is a parent");
        make(parent);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        Disk.syncFolder(parent);
        if (durable.size() >= REMEMBERED_MAX) {
            durable.clear();
        }
        durable.add(folder);
    }
}
