package granary.web.admincli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./granary admin objects copy}, without a hub. */
class CopyObjectsTest {
    private static final String XORB = "xorbs/ab/ab/" + "ab".repeat(32);

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    CopyObjectsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Path xorb = folder.resolve("old/" + XORB);
        Files.createDirectories(xorb.getParent());
        Files.writeString(xorb, "weights");
    }

    /** What a command printed, and how it ended. */
    private record Outcome(int exit, String out, String err) {}

    @Test
    void objectsAreCopiedOnceAndCounted() {
        Outcome first = copy("--from", "old", "--to", "new");
        Outcome second = copy("--from", "old", "--to", "new", "--verify", "--json");

        assertThat(folder.resolve("new/" + XORB)).hasContent("weights");
        assertThat(first.exit()).isZero();
        assertThat(first.out())
                .containsPattern("copied +1\\R")
                .containsPattern("copied bytes +7 B\\R")
                .contains("No problems.");
        assertThat(second)
                .isEqualTo(new Outcome(
                        0, "{\"copied\":0,\"copiedBytes\":0,\"present\":1,\"presentBytes\":7,\"problems\":[]}\n", ""));
    }

    @Test
    void whatDiffersIsToldAndFailsTheCommand() throws IOException {
        copy("--from", "old", "--to", "new");
        Files.writeString(folder.resolve("new/" + XORB), "others");

        Outcome outcome = copy("--from", "old", "--to", "new");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).contains(XORB, "has 7 bytes, and 6 there");
        assertThat(folder.resolve("new/" + XORB)).hasContent("others");
    }

    @Test
    void placesThatMakeNoSenseAreASentence() {
        assertThat(copy("--from", "absent", "--to", "new"))
                .isEqualTo(new Outcome(
                        1, "", "There is no folder %s to copy from.\n".formatted(folder.resolve("absent"))));
        assertThat(copy("--from", "old", "--to", "old"))
                .isEqualTo(new Outcome(2, "", "--from and --to are the same place.\n"));
        assertThat(copy("--from", "old").err()).startsWith("--to is missing.");
        assertThat(copy("--from", "old", "--to", "s3://weights"))
                .isEqualTo(new Outcome(1, "", "--to: a bucket needs GRANARY_S3_ENDPOINT too.\n"));
    }

    /** As on the machine of a hub whose objects are still in a folder. */
    @Test
    void settingsOfABucketThatTheHubDoesNotUseYetAreTaken() {
        environment.put("GRANARY_S3_ENDPOINT", "http://127.0.0.1:1");
        environment.put("GRANARY_S3_ACCESS_KEY", "granary");
        environment.put("GRANARY_S3_SECRET_KEY", "secret");

        Outcome outcome = copy("--from", "old", "--to", "s3://weights");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith(
                        "Cannot keep objects in s3://weights/: The S3 server at http://127.0.0.1:1 does not answer");
    }

    private Outcome copy(String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of("objects", "copy"));
        all.addAll(List.of(args));
        int exit = new AdminCommand(environment, folder)
                .run(all, new StringReader(""), new PrintStream(out), new PrintStream(err));
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
