package granary.contract.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JavaScript client {@code @huggingface/hub}, run by Node; it reaches loopback only. */
public final class NodeClient {
    private final Shell shell;
    private final Path node;

    private NodeClient(Shell shell, Path node) {
        this.shell = shell;
        this.node = node;
    }

    /** Scripts find the hub in {@code HUB} and the token in {@code TOKEN}. */
    public static NodeClient of(RunningHub hub, Account account, Path home) {
        Path folder = Programs.checkout().resolve("contract-tests/js");
        Programs.require(Files.isDirectory(folder.resolve("node_modules/@huggingface/hub")), "the JavaScript client");
        Shell shell = Shell.at(home)
                .in(folder)
                .with("HUB", hub.url().toString())
                .with("TOKEN", account.token())
                .with("WORK", home.toString());
        return new NodeClient(shell, Programs.require("node"));
    }

    /** Runs a module that has to succeed; what it printed. */
    public String run(String module, String... arguments) {
        return attempt(module, arguments).expectSuccess().out().stripTrailing();
    }

    public Shell.Result attempt(String module, String... arguments) {
        var command = new ArrayList<>(List.of(node.toString(), "--import", "./guard.mjs", "--input-type=module", "-"));
        command.addAll(List.of(arguments));
        return shell.run(command, module);
    }
}
