package granary.repo.card;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads front matter as Hub clients mean it: the core schema of YAML 1.2 ({@code no} is Norwegian, not false; a date is
 * text), with limits on size, depth, aliases and values.
 */
final class CardYaml {
    private static final int DEPTH_MAX = 50;
    private static final int ALIASES_MAX = 50;
    private static final int VALUES_MAX = 200_000;

    private CardYaml() {}

    sealed interface Result {
        record Read(Map<String, Object> metadata) implements Result {}

        record Unreadable(Card.Problem problem) implements Result {}
    }

    /** Reads a block whose first line is behind {@code linesBefore} lines of the file. */
    static Result read(String block, int linesBefore) {
        try {
            Object root = yaml().load(block);
            if (root == null) {
                return new Result.Read(Map.of());
            }
            if (!(root instanceof Map<?, ?> map)) {
                return unreadable(linesBefore + 1, 1, "the metadata is not a list of 'key: value' lines");
            }
            return new Result.Read(new Copy().map(map, 0));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            int line = mark == null ? 0 : linesBefore + mark.getLine() + 1;
            return unreadable(line, mark == null ? 0 : mark.getColumn() + 1, String.valueOf(e.getProblem()));
        } catch (YAMLException e) {
            return unreadable(0, 0, String.valueOf(e.getMessage()));
        }
    }

    private static Result unreadable(int line, int column, String message) {
        return new Result.Unreadable(new Card.Problem(line, column, message));
    }

    private static Yaml yaml() {
        var options = new LoaderOptions();
        options.setCodePointLimit(Card.CHARACTERS_MAX);
        options.setNestingDepthLimit(DEPTH_MAX);
        options.setMaxAliasesForCollections(ALIASES_MAX);
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        var dumping = new DumperOptions();
        return new Yaml(new SafeConstructor(options), new Representer(dumping), dumping, options, new CoreSchema());
    }

    /** YAML 1.2's core schema, less infinities: what JSON can say. */
    private static final class CoreSchema extends Resolver {
        private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
        private static final Pattern INTEGER = Pattern.compile("[-+]?(?:0|[1-9][0-9]{0,17})");
        private static final Pattern REAL = Pattern.compile(
                "[-+]?(?:[0-9]+\\.[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?|[-+]?[0-9]+[eE][-+]?[0-9]{1,3}");
        private static final Pattern NOTHING = Pattern.compile("~|null|Null|NULL|");

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, BOOLEAN, "tTfF");
            addImplicitResolver(Tag.INT, INTEGER, "-+0123456789");
            addImplicitResolver(Tag.FLOAT, REAL, "-+.0123456789");
            addImplicitResolver(Tag.NULL, NOTHING, "~nN\0");
            addImplicitResolver(Tag.NULL, Pattern.compile("^$"), null);
            addImplicitResolver(Tag.MERGE, Pattern.compile("<<"), "<");
        }
    }

    /** Copies what YAML gave into what JSON can hold; an alias to its own parent ends at the depth limit. */
    private static final class Copy {
        private int values;

        Map<String, Object> map(Map<?, ?> source, int depth) {
            var copy = new LinkedHashMap<String, Object>();
            source.forEach((key, value) -> {
                Object copied = value(value, depth + 1);
                if (copied != null) {
                    copy.put(String.valueOf(key), copied);
                }
            });
            return copy;
        }

        private @Nullable Object value(@Nullable Object source, int depth) {
            if (depth > DEPTH_MAX || ++values > VALUES_MAX) {
                throw new YAMLException("the metadata is nested too deeply or too large");
            }
            return switch (source) {
                case null -> null;
                case Map<?, ?> map -> map(map, depth);
                case Iterable<?> list -> list(list, depth);
                case String text -> text;
                case Boolean truth -> truth;
                case Number number -> number;
                default -> String.valueOf(source);
            };
        }

        private List<Object> list(Iterable<?> source, int depth) {
            var copy = new ArrayList<Object>();
            for (Object item : source) {
                Object copied = value(item, depth + 1);
                if (copied != null) {
                    copy.add(copied);
                }
            }
            return copy;
        }
    }
}
