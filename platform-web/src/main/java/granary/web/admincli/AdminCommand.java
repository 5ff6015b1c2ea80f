package granary.web.admincli;

import granary.web.settings.SettingsReader;
import granary.web.settings.StartException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code ./granary admin ...}: finds the command, asks the hub, prints the answer. */
public final class AdminCommand {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final Map<String, String> environment;
    private final Path workingFolder;

    AdminCommand(Map<String, String> environment, Path workingFolder) {
        this.environment = environment;
        this.workingFolder = workingFolder;
    }

    public static void main(String[] args) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var in = new InputStreamReader(System.in, StandardCharsets.UTF_8);
        var command = new AdminCommand(System.getenv(), Path.of(""));
        System.exit(command.run(List.of(args), in, out, System.err));
    }

    /** The exit code: 0 done, 1 refused or a check found problems, 2 not understood. */
    int run(List<String> args, Reader in, PrintStream out, PrintStream err) {
        if (args.isEmpty()
                || args.contains("--help")
                || args.contains("-h")
                || args.getFirst().equals("help")) {
            out.print(help());
            return 0;
        }
        try {
            return perform(args, in, out);
        } catch (UsageException misuse) {
            err.println(misuse.getMessage());
            return MISUSED;
        } catch (AdminException | StartException failure) {
            err.println(failure.getMessage());
            return FAILED;
        }
    }

    private int perform(List<String> args, Reader in, PrintStream out) {
        Command command = find(args);
        List<String> rest = args.subList(command.name().split(" ", -1).length, args.size());
        var arguments = Arguments.of(command, rest);
        try (var hub = HubClient.of(data(arguments.value("--data")))) {
            Answer answer = command.action().run(arguments, hub, new Terminal(in));
            out.println(arguments.has("--json") ? answer.json().toString() : answer.text());
            return answer.good() ? 0 : FAILED;
        }
    }

    private static Command find(List<String> args) {
        String line = String.join(" ", args) + " ";
        return Commands.all().stream()
                .filter(command -> line.startsWith(command.name() + " "))
                .findFirst()
                .orElseThrow(() -> new UsageException("No such command: '%s'. 'granary admin help' lists them all."
                        .formatted(args.getFirst()
                                + (args.size() > 1 && !args.get(1).startsWith("-") ? " " + args.get(1) : ""))));
    }

    /** Where the hub keeps its data, by the rules that hold for the hub itself. */
    private Path data(Optional<String> flag) {
        List<String> args = flag.map(folder -> List.of("--data", folder)).orElse(List.of());
        return new SettingsReader(environment, workingFolder)
                .read(args)
                .settings()
                .data();
    }

    static String help() {
        String lines = Commands.all().stream()
                .map(command -> "  " + command.usage() + "\n      " + command.doc() + "\n")
                .collect(Collectors.joining());
        return """
                Usage: granary admin COMMAND [--data FOLDER] [--json]

                Asks the hub that runs on a data folder (./data), with the right of whoever can read that folder.

                """ + lines;
    }
}
