package granary.web.settings;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** {@code granary.yaml}: one flat mapping from a setting's key to its value. */
final class SettingsFile {
    private static final int SIZE_MAX = 64 * 1024;
    private static final int DEPTH_MAX = 4;

    private final Path file;

    private SettingsFile(Path file) {
        this.file = file;
    }

    /** The values it holds, each with the place it stands at. */
    static Map<Setting, Given> read(Path file) {
        return new SettingsFile(file).read();
    }

    private Map<Setting, Given> read() {
        Node root = compose();
        if (root == null) {
            return Map.of();
        }
        if (!(root instanceof MappingNode mapping)) {
            throw at(root, "expected lines such as 'port: 8080'");
        }
        var values = new EnumMap<Setting, Given>(Setting.class);
        for (NodeTuple entry : mapping.getValue()) {
            Setting setting = setting(entry.getKeyNode());
            if (values.put(setting, new Given(text(entry.getValueNode()), source(entry.getKeyNode(), setting)))
                    != null) {
                throw at(entry.getKeyNode(), "'%s' stands there twice".formatted(setting.key()));
            }
        }
        return values;
    }

    private @Nullable Node compose() {
        var options = new LoaderOptions();
        options.setCodePointLimit(SIZE_MAX);
        options.setNestingDepthLimit(DEPTH_MAX);
        options.setMaxAliasesForCollections(0);
        try (var reader = Files.newBufferedReader(file)) {
            return new Yaml(options).compose(reader);
        } catch (MarkedYAMLException broken) {
            throw broken(broken);
        } catch (YAMLException broken) {
            throw new StartException("%s is not valid YAML: %s.".formatted(file, broken.getMessage()), broken);
        } catch (MalformedInputException broken) {
            throw new StartException("%s is not text in UTF-8.".formatted(file), broken);
        } catch (IOException unreadable) {
            throw new StartException("Cannot read the settings file %s (%s).".formatted(file, unreadable), unreadable);
        }
    }

    private Setting setting(Node key) {
        String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
        return Setting.ofKey(name).filter(Setting::inFile).orElseThrow(() -> {
            List<String> known = Setting.all().stream()
                    .filter(Setting::inFile)
                    .map(Setting::key)
                    .toList();
            return at(key, "unknown key '%s'; did you mean '%s'?".formatted(name, Nearest.to(name, known)));
        });
    }

    private String text(Node value) {
        return switch (value) {
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> throw at(scalar, "the value is missing");
            case ScalarNode scalar -> scalar.getValue();
            case SequenceNode list -> list.getValue().stream().map(this::text).collect(Collectors.joining(","));
            default -> throw at(value, "expected a plain value, not a mapping");
        };
    }

    private String source(Node key, Setting setting) {
        return "%s in %s, %s".formatted(setting.key(), file, place(key.getStartMark()));
    }

    private StartException broken(MarkedYAMLException broken) {
        Mark mark = broken.getProblemMark();
        String problem = broken.getProblem() == null ? "it cannot be read" : broken.getProblem();
        return new StartException(
                "%s%s is not valid YAML: %s."
                        .formatted(file, mark == null ? "" : ", " + place(mark), problem.replaceAll("\\s+", " ")),
                broken);
    }

    private StartException at(Node node, String problem) {
        return new StartException(
                "%s, %s: %s%s".formatted(file, place(node.getStartMark()), problem, problem.endsWith("?") ? "" : "."));
    }

    private static String place(Mark mark) {
        return "line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
