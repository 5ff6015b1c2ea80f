package granary.blob.local;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Shows the objects below a folder. What is deleted meanwhile is passed over; so is a file that no key names. */
final class ObjectWalk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final ObjectStore.Visitor visitor;

    ObjectWalk(Path root, ObjectStore.Visitor visitor) {
        this.root = root;
        this.visitor = visitor;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        String path = root.relativize(file).toString();
        if (attributes.isRegularFile() && ObjectKey.isKey(path)) {
            visitor.visit(
                    new ObjectKey(path),
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant());
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        return passOver(file, failure);
    }

    static FileVisitResult passOver(Path file, IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw new IOException("cannot read " + file, failure);
    }
}
