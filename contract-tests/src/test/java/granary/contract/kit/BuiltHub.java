package granary.contract.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The product as people start it: {@code ./granary run} over a data folder, on a free port. */
public final class BuiltHub implements RunningHub {
    private static final Pattern READY = Pattern.compile("HF_ENDPOINT=(http\\S+)");
    private static final Pattern SETUP = Pattern.compile("enter the code (\\S+)");
    private static final Duration START_DEADLINE = Duration.ofMinutes(4);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 50;

    private final Process process;
    private final Path data;
    private final Path log;
    private final URI url;

    private BuiltHub(Process process, Path data, Path log, URI url) {
        this.process = process;
        this.data = data;
        this.log = log;
        this.url = url;
    }

    /** Starts one and waits until it serves. More flags of {@code run} may follow. */
    public static BuiltHub start(Path data, String... flags) {
        return startBy(Launcher.inCheckout(), data, flags);
    }

    /** Starts one by another launcher, such as that of an unpacked distribution, or in another environment. */
    public static BuiltHub startBy(Launcher launcher, Path data, String... flags) {
        Path log = data.resolveSibling(data.getFileName() + ".log");
        try {
            Process process = launch(launcher, data, log, flags);
            Instant end = Instant.now().plus(START_DEADLINE);
            while (process.isAlive() && Instant.now().isBefore(end)) {
                Matcher ready = READY.matcher(Files.readString(log));
                if (ready.find()) {
                    return new BuiltHub(process, data, log, URI.create(ready.group(1)));
                }
                Thread.sleep(POLL_MILLIS);
            }
            killTree(process);
            throw new AssertionError("the hub did not start:\n" + Files.readString(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Starts {@code granary run} and does not wait; everything it prints goes to {@code log}. */
    private static Process launch(Launcher launcher, Path data, Path log, String... flags) throws IOException {
        Stream<String> words = Stream.of("run", "--host", "127.0.0.1", "--port", "0", "--data", data.toString());
        List<String> command = launcher.command(Stream.concat(words, Stream.of(flags)));
        return launcher.shell()
                .builder(interruptible(launcher.shell(), command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /**
     * As a terminal starts it. What a shell without job control starts in the background ignores SIGINT, as Java then does
     * too; tests that were themselves started so must not hand that on.
     */
    private static List<String> interruptible(Shell shell, List<String> command) {
        List<String> prefix = List.of("env", "--default-signal=INT");
        boolean can =
                shell.run(Stream.concat(prefix.stream(), Stream.of("true")).toList(), "")
                                .exit()
                        == 0;
        return can ? Stream.concat(prefix.stream(), command.stream()).toList() : command;
    }

    @Override
    public URI url() {
        return url;
    }

    @Override
    public Path data() {
        return data;
    }

    /** The one-time code it printed; only an empty server prints one. */
    public String setupCode() {
        Matcher code = SETUP.matcher(output());
        if (!code.find()) {
            throw new AssertionError("no setup code was printed:\n" + output());
        }
        return code.group(1);
    }

    /** Everything it printed so far. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The launcher's process and everything below it. */
    public List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /** The processes whose command line contains {@code text}. */
    public List<ProcessHandle> processesLike(String text) {
        return processes().stream()
                .filter(handle -> commandLine(handle).contains(text))
                .toList();
    }

    /** The arguments of a process, with blanks between; empty when it has gone. */
    public static String commandLine(ProcessHandle handle) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(handle.pid()), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException gone) {
            return handle.info().commandLine().orElse("");
        }
    }

    /** Ends it as a service manager does, and waits. */
    public int terminate() {
        process.toHandle().destroy();
        return await();
    }

    /** Ends it as Ctrl-C in a terminal does, which reaches the preview as well, and waits. */
    public int interrupt() {
        List<String> pids = processesLike(".jar").stream()
                .map(handle -> Long.toString(handle.pid()))
                .toList();
        Launcher.inCheckout().shell().ok("sh", "-c", "kill -INT " + String.join(" ", pids));
        return await();
    }

    /** Takes every process away at once, as a crash of the machine would. */
    public void kill() {
        killTree(process);
        await();
    }

    private int await() {
        try {
            if (!process.waitFor(STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                killTree(process);
                throw new AssertionError("the hub did not stop within %s:\n%s".formatted(STOP_DEADLINE, output()));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static void killTree(Process process) {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
        }
    }
}
