package granary.blob.local;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectUpload;
import granary.blob.StoredObject;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Objects as files:
 *
 * <pre>
 * root/incoming/0b54….tmp            being written, or waiting to be kept
 * root/xorbs/ab/cd/abcd…             kept, never touched again
 * root/git/0b54…/7f21….pack          likewise
 * </pre>
 *
 * One process per folder. Nothing ever overwrites an object, not even with bytes of the same meaning: a reader may have
 * remembered where in the old ones things are.
 */
public final class LocalObjectStore implements ObjectStore {
    private static final String INCOMING = "incoming";

    private final Path root;
    private final Folders folders;
    private final KeyLocks locks = new KeyLocks();

    /** Opens the folder, makes it when it is not there, and removes what killed processes abandoned in it. */
    public LocalObjectStore(Path root) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        makeRoot();
        this.folders = new Folders(this.root);
        removeAbandoned(ABANDONED_AFTER);
    }

    /** Makes the folders, whose names must survive a power cut as all below them must. */
    private void makeRoot() throws IOException {
        List<Path> made = new ArrayList<>();
        for (Path folder = incoming(); folder != null && !Files.exists(folder); folder = folder.getParent()) {
            made.add(folder);
        }
        Files.createDirectories(incoming());
        if (made.contains(root)) {
            keepToOwner();
        }
        for (Path folder : made) {
            Disk.syncFolder(Objects.requireNonNull(folder.getParent(), "below an existing folder"));
        }
    }

    /** Weights may be private: a folder made here is its owner's alone. One that was there keeps what its owner chose. */
    private void keepToOwner() throws IOException {
        var view = Files.getFileAttributeView(root, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws IOException {
        Path file = fileOf(key);
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(new FileObject(key, attributes.size(), file))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public ObjectUpload begin() throws IOException {
        try {
            return new FileUpload(incoming().resolve(UUID.randomUUID() + ".tmp"), this::publish);
        } catch (IOException e) {
            throw Disk.explained(e);
        }
    }

    /**
     * The bytes are synced already; then name, then folder: in any other order a power cut leaves an object that is not
     * all there.
     */
    private StoredObject publish(Path upload, ObjectKey key) throws IOException {
        Path file = fileOf(key);
        Path folder = Objects.requireNonNull(file.getParent(), "a key has at least two parts");
        try (var _ = locks.lock(key)) {
            folders.make(folder);
            Optional<StoredObject> old = find(key);
            if (old.isPresent()) {
                Files.deleteIfExists(upload);
                // A process that was killed may have moved it here and not come to this.
                Disk.syncFolder(folder);
                return old.get();
            }
            Files.setLastModifiedTime(upload, FileTime.from(Instant.now()));
            Files.move(upload, file, StandardCopyOption.ATOMIC_MOVE);
            syncOrDrop(folder, file);
            return new FileObject(key, Files.size(file), file);
        } catch (IOException e) {
            throw Disk.explained(e);
        }
    }

    private static void syncOrDrop(Path folder, Path file) throws IOException {
        try {
            Disk.syncFolder(folder);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    @Override
    public void delete(ObjectKey key) throws IOException {
        try (var _ = locks.lock(key)) {
            Files.deleteIfExists(fileOf(key));
        }
    }

    @Override
    public void each(String prefix, Visitor visitor) throws IOException {
        ObjectKey.requirePrefix(prefix);
        Path folder = root.resolve(prefix);
        if (Files.isDirectory(folder)) {
            Files.walkFileTree(folder, new ObjectWalk(root, visitor));
        }
    }

    @Override
    public void removeAbandoned(Duration olderThan) throws IOException {
        Instant before = Instant.now().minus(olderThan);
        Files.walkFileTree(incoming(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.lastModifiedTime().toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                return ObjectWalk.passOver(file, failure);
            }
        });
    }

    private Path fileOf(ObjectKey key) {
        return root.resolve(key.path());
    }

    private Path incoming() {
        return root.resolve(INCOMING);
    }
}
