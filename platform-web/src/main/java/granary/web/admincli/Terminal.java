package granary.web.admincli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.util.Optional;

/**
 * Where a password comes from: the first line of standard input, or a person who is asked. And where a long command says
 * how far it is: beside its answer.
 */
final class Terminal {
    private static final int PASSWORD_CHARS_MAX = 1024;

    private final Reader in;
    private final PrintStream err;

    Terminal(Reader in, PrintStream err) {
        this.in = in;
        this.err = err;
    }

    void say(String line) {
        err.println(line);
    }

    String password(boolean fromInput) {
        if (fromInput) {
            return firstLine();
        }
        char[] typed = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .orElseThrow(() -> new UsageException("Give the password on standard input, with --password-stdin."))
                .readPassword("Password: ");
        if (typed == null) {
            throw new UsageException("No password was given.");
        }
        return new String(typed);
    }

    /** Without the line's end, so that {@code echo} and {@code printf} mean the same password. */
    private String firstLine() {
        try {
            String line = new BufferedReader(in).readLine();
            if (line == null || line.isEmpty() || line.length() > PASSWORD_CHARS_MAX) {
                throw new UsageException(
                        "Standard input holds no password of 1 to %d characters.".formatted(PASSWORD_CHARS_MAX));
            }
            return line;
        } catch (IOException failure) {
            throw new AdminException("Cannot read the password: " + failure.getMessage(), failure);
        }
    }
}
