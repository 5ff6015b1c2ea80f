package granary.contract.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Finds what the tests drive. Something missing skips the tests that need it; in CI ({@code CI=true}) it fails them. */
public final class Programs {
    private Programs() {}

    /** The checkout that is under test. */
    public static Path checkout() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("contract-tests"))
                ? here
                : here.resolve("..").normalize();
    }

    /** What {@code contract-tests/setup} put there. */
    public static Path cache() {
        return checkout().resolve(".cache");
    }

    /** A program on the path, by any of these names. */
    public static Optional<Path> find(String... names) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(names)
                .flatMap(name -> Stream.of(path.split(":", -1))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A program that the calling test cannot do without. */
    public static Path require(String... names) {
        Optional<Path> found = find(names);
        require(found.isPresent(), names[0]);
        return found.orElseThrow();
    }

    /** Goes on when {@code present}; else skips the calling test, or fails it in CI. */
    public static void require(boolean present, String what) {
        if (present) {
            return;
        }
        String message = "%s is missing: run contract-tests/setup".formatted(what);
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(message);
        }
        Assumptions.abort(message);
    }
}
