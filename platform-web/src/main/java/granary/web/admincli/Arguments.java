package granary.web.admincli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command line, taken apart: words, flags with a value, and flags that stand alone. */
final class Arguments {
    /** Flags that every command knows. */
    private static final Set<String> VALUES = Set.of("--data");

    private static final Set<String> SWITCHES = Set.of("--json");

    private final List<String> words = new ArrayList<>();
    private final Map<String, String> values = new HashMap<>();
    private final Set<String> switches = new HashSet<>();

    /** Takes {@code args} apart as {@code command} wants them. */
    static Arguments of(Command command, List<String> args) {
        var all = new Arguments();
        var rest = new ArrayList<>(args);
        while (!rest.isEmpty()) {
            all.take(command, rest);
        }
        int wanted = command.words().size();
        if (all.words.size() != wanted) {
            throw new UsageException("Usage: granary admin " + command.usage());
        }
        for (String flag : command.required()) {
            if (!all.values.containsKey(flag)) {
                throw new UsageException("%s is missing. Usage: granary admin %s".formatted(flag, command.usage()));
            }
        }
        return all;
    }

    private void take(Command command, List<String> rest) {
        String[] parts = rest.removeFirst().split("=", 2);
        String flag = parts[0];
        if (!flag.startsWith("--")) {
            words.add(parts.length == 2 ? flag + "=" + parts[1] : flag);
        } else if (SWITCHES.contains(flag) || command.switches().contains(flag)) {
            requireOnce(switches.add(flag) && parts.length == 1, flag);
        } else if (VALUES.contains(flag) || command.values().contains(flag)) {
            if (parts.length == 1 && rest.isEmpty()) {
                throw new UsageException(flag + " needs a value.");
            }
            String value = parts.length == 2 ? parts[1] : rest.removeFirst();
            requireOnce(values.put(flag, value) == null, flag);
        } else {
            throw new UsageException("Unknown flag %s. Usage: granary admin %s".formatted(flag, command.usage()));
        }
    }

    private static void requireOnce(boolean once, String flag) {
        if (!once) {
            throw new UsageException(flag + " is given twice, or with a value it does not take.");
        }
    }

    String word(int index) {
        return words.get(index);
    }

    Optional<String> value(String flag) {
        return Optional.ofNullable(values.get(flag));
    }

    boolean has(String flag) {
        return switches.contains(flag);
    }
}
