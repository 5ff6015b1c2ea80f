package granary.web;

import granary.web.settings.StartException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Keeps a data folder to one hub. The operating system forgets the lock when its holder dies, however it dies. */
final class DataLock implements AutoCloseable {
    private static final int NOTE_BYTES_MAX = 1024;

    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the folder, creating it when it is not there. */
    static DataLock take(Path data) {
        Path file = data.resolve("granary.lock");
        try {
            if (!Files.isDirectory(data)) {
                Files.createDirectories(
                        data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            var channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                String holder = note(channel);
                channel.close();
                throw taken(data, holder);
            }
            return new DataLock(channel);
        } catch (IOException failure) {
            throw new StartException(
                    "Cannot use %s as data folder: %s; choose one that this user can write with --data."
                            .formatted(data, failure),
                    failure);
        }
    }

    /** Leaves word for whoever finds the folder taken. */
    void note(String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    @Override
    public void close() {
        try {
            channel.truncate(0);
            channel.close();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException("cannot give back the data folder", failure);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException sameJvm) {
            return false;
        }
    }

    private static String note(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(NOTE_BYTES_MAX);
        channel.read(bytes, 0);
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
    }

    private static StartException taken(Path data, String holder) {
        return new StartException(
                "Another hub%s already runs on %s; stop it first, or give this one a folder of its own with --data."
                        .formatted(holder.isEmpty() ? "" : " (" + holder + ")", data));
    }
}
