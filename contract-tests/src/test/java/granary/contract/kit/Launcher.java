package granary.contract.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The script {@code granary}, called from an empty folder. Immutable; {@link #with} gives a changed copy.
 *
 * @param file the script itself
 * @param shell what calls it
 */
public record Launcher(Path file, Shell shell) {
    private static final String INCUBATOR_WARNING = "WARNING: Using incubator modules: jdk\\.incubator\\.vector";
    private static final Duration BUILD_DEADLINE = Duration.ofMinutes(8);

    /** The checkout's. */
    public static Launcher inCheckout() {
        try {
            Shell shell = Shell.at(Files.createTempDirectory("granary-home"));
            String java = System.getenv("JAVA_HOME");
            // A build inside would look for its artifacts in the home folder, which is empty here.
            shell = shell.with("HOME", System.getProperty("user.home"));
            return new Launcher(
                    Programs.checkout().resolve("granary"), java == null ? shell : shell.with("JAVA_HOME", java));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The checkout's, once it has built what is stale. Is told of the tests' own settings, which are nothing to a hub. */
    public static Launcher built() {
        Launcher launcher = inCheckout().with("GRANARY_CHROMIUM", "/nowhere").with("GRANARY_PYTHON", "/nowhere");
        new Launcher(launcher.file, launcher.shell.within(BUILD_DEADLINE)).ok("build");
        return launcher;
    }

    /** The same script with one more environment variable. */
    public Launcher with(String name, String value) {
        return new Launcher(file, shell.with(name, value));
    }

    /** Starts a hub over {@code data} and waits until it serves. */
    public BuiltHub start(Path data) {
        return BuiltHub.startBy(this, data);
    }

    /** Runs a command to its end, whatever that is. */
    public Shell.Result run(String... words) {
        return run("", Stream.of(words));
    }

    /** As {@link #run(String...)}, with {@code input} at its standard input. */
    public Shell.Result run(String input, Stream<String> words) {
        return shell.run(command(words), input);
    }

    /** What a command that has to succeed prints. */
    public String ok(String... words) {
        return run(words).expectSuccess().out().stripTrailing();
    }

    /** What a command that has to fail says: one sentence, without a stack trace and with nothing beside it. */
    public String refusal(String... words) {
        return sentence(run(words).expectFailure());
    }

    /** The one line at standard error that a failed command may say, beside what Java says whenever a hub starts. */
    public static String sentence(Shell.Result failed) {
        String said = failed.err().replaceFirst("^" + INCUBATOR_WARNING + "\\R", "");
        assertThat(failed.out()).as("%s", failed).isEmpty();
        assertThat(said.lines()).as("%s", failed).hasSize(1);
        assertThat(said).doesNotContain("Exception", "\tat ");
        return said.strip();
    }

    List<String> command(Stream<String> words) {
        return Stream.concat(Stream.of(file.toString()), words).toList();
    }
}
