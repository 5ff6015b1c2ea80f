package granary.web.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes {@link Spill}s in a folder of their own. */
public final class Spills {
    private final Path folder;

    Spills(Path folder) {
        this.folder = folder;
    }

    public Spill begin() throws IOException {
        return new Spill(Files.createDirectories(folder));
    }
}
