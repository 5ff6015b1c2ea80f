package granary.blob.content;

import granary.blob.ObjectKey;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What can become of an object in a folder behind the store's back. Objects that are damaged here have many chunks. */
enum Damage {
    /** A bit of the first chunk's packed bytes. */
    PAYLOAD {
        @Override
        void strike(Path object) throws IOException {
            flip(object, 1000);
        }
    },
    /** A bit of the first chunk's header: its raw size. */
    HEADER {
        @Override
        void strike(Path object) throws IOException {
            flip(object, 6);
        }
    },
    /** A bit of a chunk hash in the footer. */
    FOOTER {
        @Override
        void strike(Path object) throws IOException {
            flip(object, Files.size(object) - 500);
        }
    },
    /** Half of it. */
    CUT {
        @Override
        void strike(Path object) throws IOException {
            try (var file = new RandomAccessFile(object.toFile(), "rw")) {
                file.setLength(file.length() / 2);
            }
        }
    },
    GONE {
        @Override
        void strike(Path object) throws IOException {
            Files.delete(object);
        }
    },
    /** Another object has taken its name. */
    SWAPPED {
        @Override
        void strike(Path object) throws IOException {
            try (var others = Files.walk(object.resolve("../../..").normalize())) {
                Path other = others.filter(Files::isRegularFile)
                        .filter(file -> !file.equals(object))
                        .findFirst()
                        .orElseThrow();
                Files.copy(other, object, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    };

    abstract void strike(Path object) throws IOException;

    /** Damages the object of that key below the folder of its store. */
    void strike(Path root, ObjectKey key) throws IOException {
        strike(root.resolve(key.path()));
    }

    static void flip(Path object, long at) throws IOException {
        try (var file = new RandomAccessFile(object.toFile(), "rw")) {
            file.seek(at);
            int old = file.read();
            file.seek(at);
            file.write(old ^ 1);
        }
    }
}
