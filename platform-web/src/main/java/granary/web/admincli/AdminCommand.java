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

    private final SettingsReader settings;
    private final List<Command> commands;

    AdminCommand(Map<String, String> environment, Path workingFolder) {
        this.settings = new SettingsReader(environment, workingFolder);
        this.commands = Commands.all(settings);
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
            return perform(args, out, new Terminal(in, err));
        } catch (UsageException misuse) {
            err.println(misuse.getMessage());
            return MISUSED;
        } catch (AdminException | StartException failure) {
            err.println(failure.getMessage());
            return FAILED;
        }
    }

    private int perform(List<String> args, PrintStream out, Terminal terminal) {
        Command command = find(args);
        List<String> rest = args.subList(command.name().split(" ", -1).length, args.size());
        var arguments = Arguments.of(command, rest);
        try (var hub = new HubClient(() -> data(arguments.value("--data")))) {
            Answer answer = command.action().run(arguments, hub, terminal);
            out.println(arguments.has("--json") ? answer.json().toString() : answer.text());
            return answer.good() ? 0 : FAILED;
        }
    }

    private Command find(List<String> args) {
        String line = String.join(" ", args) + " ";
        return commands.stream()
                .filter(command -> line.startsWith(command.name() + " "))
                .findFirst()
                .orElseThrow(() -> new UsageException("No such command: '%s'. 'granary admin help' lists them all."
                        .formatted(args.getFirst()
                                + (args.size() > 1 && !args.get(1).startsWith("-") ? " " + args.get(1) : ""))));
    }

    /** Where the hub keeps its data, by the rules that hold for the hub itself. */
    private Path data(Optional<String> flag) {
        List<String> args = flag.map(folder -> List.of("--data", folder)).orElse(List.of());
        return settings.read(args).settings().data();
    }

    private String help() {
        String lines = commands.stream()
                .map(command -> "  " + command.usage() + "\n      " + command.doc() + "\n")
                .collect(Collectors.joining());
        return """
                Usage: granary admin COMMAND [--data FOLDER] [--json]

                Asks the hub that runs on a data folder (./data), with the right of whoever can read that folder.
                'objects copy' needs no running hub: --from and --to are folders or buckets (s3://BUCKET/PREFIX, with
                GRANARY_S3_... as for the hub). It goes on where it ended; hubs may run meanwhile. To move a hub, copy while
                it runs, stop it, copy once more, and start it with the new place as its objects.

                """ + lines;
    }
}
