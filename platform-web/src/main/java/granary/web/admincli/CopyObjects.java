package granary.web.admincli;

import granary.blob.ObjectStore;
import granary.blob.copy.CopyReport;
import granary.blob.copy.StoreCopy;
import granary.web.admincli.Table.Column;
import granary.web.settings.ObjectLocation;
import granary.web.settings.SettingsReader;
import granary.web.storage.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code objects copy}: works on two stores itself, so it needs no running hub. */
final class CopyObjects {
    static final String FROM = "--from";
    static final String TO = "--to";
    static final String VERIFY = "--verify";

    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(10);

    private final SettingsReader settings;

    CopyObjects(SettingsReader settings) {
        this.settings = settings;
    }

    Answer run(Arguments arguments, HubClient hub, Terminal terminal) {
        ObjectLocation from = location(arguments, FROM);
        ObjectLocation to = location(arguments, TO);
        if (from.equals(to)) {
            throw new UsageException("%s and %s are the same place.".formatted(FROM, TO));
        }
        if (from instanceof ObjectLocation.Folder(Path folder) && !Files.isDirectory(folder)) {
            throw new AdminException("There is no folder %s to copy from.".formatted(folder));
        }
        try {
            return answer(copy(from, to, arguments.has(VERIFY), terminal));
        } catch (IOException failure) {
            throw new AdminException("Cannot copy: %s.".formatted(failure.getMessage()), failure);
        }
    }

    private ObjectLocation location(Arguments arguments, String flag) {
        List<String> data = arguments
                .value("--data")
                .map(folder -> List.of("--data", folder))
                .orElse(List.of());
        return settings.location(data, arguments.value(flag).orElseThrow(), flag);
    }

    private static CopyReport copy(ObjectLocation from, ObjectLocation to, boolean verify, Terminal terminal)
            throws IOException {
        Path temporary = Files.createTempDirectory("granary-copy-");
        try (ObjectStore source = ObjectStores.open(from, temporary.resolve("from"));
                ObjectStore target = ObjectStores.open(to, temporary.resolve("to"))) {
            var progress = new Progress(terminal);
            return new StoreCopy(source, target, verify, progress::say).run();
        } finally {
            delete(temporary);
        }
    }

    /** Nothing waits in it any more but folders. */
    private static void delete(Path temporary) throws IOException {
        try (var all = Files.walk(temporary)) {
            for (Path each : all.toList().reversed()) {
                Files.delete(each);
            }
        }
    }

    private static Answer answer(CopyReport report) {
        ObjectNode json = HubClient.JSON.valueToTree(report);
        boolean good = report.problems().isEmpty();
        String problems = good
                ? "No problems."
                : Table.of(json.path("problems"), new Column("OBJECT", "key"), new Column("PROBLEM", "message"));
        String counts = Table.ofFields(json.deepCopy().without("problems"));
        return new Answer(json, counts + "\n" + problems, good);
    }

    /** A line now and then. */
    private static final class Progress {
        private final Terminal terminal;
        private long lastNanos = System.nanoTime();

        Progress(Terminal terminal) {
            this.terminal = terminal;
        }

        synchronized void say(CopyReport report) {
            long now = System.nanoTime();
            if (now - lastNanos >= PROGRESS_EVERY.toNanos()) {
                lastNanos = now;
                terminal.say("%d objects copied, %s; %d were there"
                        .formatted(report.copied(), Table.bytes(report.copiedBytes()), report.present()));
            }
        }
    }
}
