package granary.contract.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One line of huggingface_hub in its own virtual environment. It reaches loopback only, and takes Xet for large files as
 * it does for people; {@code HF_ENDPOINT} is all that points it at the hub.
 */
public enum PythonClient {
    HUB_0_36("hub-0.36", "huggingface-cli"),
    HUB_1("hub-1", "hf"),
    HUB_2("hub-2", "hf");

    private static final Duration DEADLINE = Duration.ofMinutes(3);

    private final String environment;
    private final String command;

    PythonClient(String environment, String command) {
        this.environment = environment;
        this.command = command;
    }

    /** Ready to run for {@code account}, with its cache and home under {@code home}. */
    public Session session(RunningHub hub, Account account, Path home) {
        return session(hub, account.token(), home);
    }

    /** Ready to run with this token; an empty one means a stranger. */
    public Session session(RunningHub hub, String token, Path home) {
        Path bin = Programs.cache().resolve("venvs").resolve(environment).resolve("bin");
        Programs.require(Files.isExecutable(bin.resolve("python")), "the Python client " + environment);
        Shell shell = Shell.at(home)
                .within(DEADLINE)
                .with("HF_ENDPOINT", hub.url().toString())
                .with("HF_HOME", home.resolve("hf").toString())
                .with("HF_HUB_DISABLE_TELEMETRY", "1")
                .with("HF_HUB_DISABLE_PROGRESS_BARS", "1")
                .with("PYTHONDONTWRITEBYTECODE", "1")
                .with(
                        "PYTHONPATH",
                        Programs.checkout()
                                .resolve("contract-tests/python/guard")
                                .toString());
        return new Session(token.isEmpty() ? shell : shell.with("HF_TOKEN", token), bin, command);
    }

    /** A client with its hub, token and folders chosen. */
    public record Session(Shell shell, Path bin, String command) {
        /** Runs a script that has to succeed; what it printed. */
        public String run(String script, String... arguments) {
            return attempt(script, arguments).expectSuccess().out().stripTrailing();
        }

        /** Runs a script, whatever comes of it. */
        public Shell.Result attempt(String script, String... arguments) {
            var command =
                    new java.util.ArrayList<>(List.of(bin.resolve("python").toString(), "-"));
            command.addAll(List.of(arguments));
            return shell.run(command, script);
        }

        /** Runs the command-line tool of this line: {@code hf}, or {@code huggingface-cli} where it is that. */
        public Shell.Result cli(String... arguments) {
            var line = new java.util.ArrayList<>(List.of(bin.resolve(command).toString()));
            line.addAll(List.of(arguments));
            return shell.run(line, "");
        }

        /** The same client as where people switch Xet off: large files go by LFS and come by plain HTTP. */
        public Session withoutXet() {
            return with("HF_HUB_DISABLE_XET", "1");
        }

        /** The same client with one more environment variable. */
        public Session with(String name, String value) {
            return new Session(shell.with(name, value), bin, command);
        }

        public Session in(Path folder) {
            return new Session(shell.in(folder), bin, command);
        }
    }
}
