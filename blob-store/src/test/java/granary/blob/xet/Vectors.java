package granary.blob.xet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Reference values in files beside the tests. */
final class Vectors {
    private Vectors() {}

    /** The lines of a file, without comments and empty ones. */
    static List<String> lines(String file) throws IOException {
        InputStream found = Objects.requireNonNull(Vectors.class.getResourceAsStream(file), file);
        try (var lines = new BufferedReader(new InputStreamReader(found, StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
