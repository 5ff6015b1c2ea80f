package granary.contract.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A git work tree, driven by the real program. */
public final class Git {
    private final Shell shell;

    private Git(Shell shell) {
        this.shell = shell;
    }

    /** A fresh repository in {@code folder}, on the branch {@code main}. */
    public static Git init(Shell shell, Path folder) {
        shell.ok("git", "init", "-q", folder.toString());
        return new Git(shell.in(folder));
    }

    /** Clones {@code url} into {@code folder}; more arguments of {@code git clone} may follow. */
    public static Git clone(Shell shell, String url, Path folder, String... arguments) {
        attemptClone(shell, url, folder, arguments).expectSuccess();
        return new Git(shell.in(folder));
    }

    public static Shell.Result attemptClone(Shell shell, String url, Path folder, String... arguments) {
        var command = new ArrayList<>(List.of("git", "clone", "-q"));
        command.addAll(List.of(arguments));
        command.add(url);
        command.add(folder.toString());
        return shell.run(command, "");
    }

    public Path folder() {
        return shell.folder();
    }

    public Shell shell() {
        return shell;
    }

    /** A git command that has to succeed; what it printed. */
    public String git(String... arguments) {
        return attempt(arguments).expectSuccess().out().stripTrailing();
    }

    /** A git command, whatever comes of it. */
    public Shell.Result attempt(String... arguments) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return shell.run(command, "");
    }

    /** The same work tree with one more environment variable. */
    public Git with(String name, String value) {
        return new Git(shell.with(name, value));
    }

    public Git write(String path, String text) {
        Folders.write(folder().resolve(path), text);
        return this;
    }

    public Git write(String path, byte[] bytes) {
        Folders.write(folder().resolve(path), bytes);
        return this;
    }

    /** Commits everything in the work tree; the commit id. */
    public String commit(String message) {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", message);
        return git("rev-parse", "HEAD");
    }

    /** Stores bytes as an object of {@code type}, unchecked; its id. */
    public String hashObject(String type, byte[] bytes) {
        Path file = folder().resolve(".git/hostile-object");
        Folders.write(file, bytes);
        return git("hash-object", "-t", type, "-w", "--literally", file.toString());
    }
}
