package granary.web.admincli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One command of {@code ./granary admin}.
 *
 * @param name its first words, such as {@code user create}
 * @param words what follows them, such as {@code NAME}
 * @param required flags with a value that must be given
 * @param optional flags with a value that may be given
 * @param switches flags without a value
 * @param doc what it does
 * @param action does it
 */
record Command(
        String name,
        List<String> words,
        List<String> required,
        List<String> optional,
        List<String> switches,
        String doc,
        Action action) {
    /** What a command does with the hub. */
    interface Action {
        Answer run(Arguments arguments, HubClient hub, Terminal terminal);
    }

    List<String> values() {
        return Stream.concat(required.stream(), optional.stream()).toList();
    }

    String usage() {
        return Stream.of(
                        Stream.of(name),
                        words.stream(),
                        required.stream().map(flag -> flag + " " + example(flag)),
                        optional.stream().map(flag -> "[" + flag + " " + example(flag) + "]"),
                        switches.stream().map(flag -> flag.equals("--password-stdin") ? flag : "[" + flag + "]"))
                .flatMap(part -> part)
                .collect(Collectors.joining(" "));
    }

    private static String example(String flag) {
        return switch (flag) {
            case "--role", "--scope" -> "read|write|admin";
            case "--value" -> "hf_...";
            case "--email" -> "ADDRESS";
            case "--grace" -> "22d";
            case "--repository" -> "TYPE/NAMESPACE/NAME";
            case "--from", "--to" -> "FOLDER|s3://BUCKET";
            default -> "NAME";
        };
    }
}
