package granary.web.admincli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Answers as text for people. */
final class Table {
    private static final String GAP = "  ";
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");
    private static final int UNIT_STEP = 1024;

    private Table() {}

    /** A column's heading, and the field that fills it. */
    record Column(String heading, String field) {}

    /** Rows of objects, one line each, aligned. */
    static String of(JsonNode rows, Column... columns) {
        if (rows.isEmpty()) {
            return "None.";
        }
        var lines = new ArrayList<List<String>>();
        lines.add(List.of(columns).stream().map(Column::heading).toList());
        for (JsonNode row : rows) {
            lines.add(List.of(columns).stream()
                    .map(column -> text(row.path(column.field())))
                    .toList());
        }
        return aligned(lines);
    }

    /** The fields of one object, one line each; nested objects are lines of their own. */
    static String ofFields(JsonNode object) {
        var lines = new ArrayList<List<String>>();
        addFields("", object, lines);
        return lines.isEmpty() ? "Nothing." : aligned(lines);
    }

    private static void addFields(String prefix, JsonNode object, List<List<String>> lines) {
        object.properties().forEach(field -> {
            String name = prefix + words(field.getKey());
            if (field.getValue().isObject()) {
                addFields(name + " ", field.getValue(), lines);
            } else if (field.getKey().toLowerCase(Locale.ROOT).endsWith("bytes")) {
                lines.add(List.of(name, bytes(field.getValue().asLong())));
            } else {
                lines.add(List.of(name, text(field.getValue())));
            }
        });
    }

    private static String aligned(List<List<String>> lines) {
        int columns = lines.getFirst().size();
        int[] widths = IntStream.range(0, columns)
                .map(i -> lines.stream()
                        .mapToInt(line -> line.get(i).length())
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream()
                .map(line -> IntStream.range(0, columns)
                        .mapToObj(i -> i == columns - 1 ? line.get(i) : padded(line.get(i), widths[i]))
                        .collect(Collectors.joining(GAP))
                        .stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /** One line without control characters: names come from people, and this goes to a terminal. */
    private static String text(JsonNode value) {
        String text = switch (value.getNodeType()) {
            case BOOLEAN -> value.asBoolean() ? "yes" : "no";
            case NULL, MISSING -> "-";
            case STRING -> value.asString();
            default -> value.toString();
        };
        return text.replaceAll("\\p{Cntrl}", "?")
                .replaceAll("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)\\.\\d+Z", "$1Z");
    }

    private static String words(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** The number itself, and where it is long also what people read. */
    static String bytes(long count) {
        double scaled = count;
        int unit = 0;
        while (scaled >= UNIT_STEP && unit < UNITS.size() - 1) {
            scaled /= UNIT_STEP;
            unit++;
        }
        return unit == 0 ? count + " B" : "%d B (%.1f %s)".formatted(count, scaled, UNITS.get(unit));
    }
}
