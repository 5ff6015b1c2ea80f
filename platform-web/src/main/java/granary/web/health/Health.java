package granary.web.health;

import granary.blob.ObjectKey;
import granary.blob.ObjectStore;
import granary.blob.ObjectUpload;
import granary.web.supervisor.PreviewSupervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the parts the hub cannot do without (database, objects) and at the one it can (preview). One look serves
 * everybody who asks within a second, so that asking often costs nothing.
 */
final class Health {
    static final String UP = "up";
    static final String DOWN = "down";
    static final String LOW_ON_SPACE = "low on space";

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    /** Nothing is there, but finding that out takes a store that answers. */
    private static final ObjectKey PROBE = new ObjectKey("health/probe");

    private static final long SPACE_BYTES_MIN = 1L << 30;

    private final DataSource database;
    private final ObjectStore objects;
    private final Path folder;
    private final PreviewSupervisor preview;
    private final String version;

    /** At the deadline they count as down: an overloaded pool or server lets callers wait for longer than they would. */
    private final Question databaseState = new Question(this::askDatabase);

    private final Question objectsState = new Question(this::askObjects);

    private @Nullable Report last;
    private long lastNanos;

    Health(DataSource database, ObjectStore objects, Path folder, PreviewSupervisor preview) {
        this.database = database;
        this.objects = objects;
        this.folder = folder;
        this.preview = preview;
        String implementation = Health.class.getPackage().getImplementationVersion();
        this.version = implementation == null ? "development" : implementation;
    }

    /**
     * The states of the parts.
     *
     * @param status {@code up} when the hub can serve, else {@code down}
     */
    record Report(String status, String version, Components components) {
        boolean ready() {
            return status.equals(UP);
        }
    }

    /** Each part's state, in a word or two. */
    record Components(String database, String objects, String preview) {}

    synchronized Report report() {
        long now = System.nanoTime();
        Report report = last;
        if (report == null || now - lastNanos > FRESH.toNanos()) {
            report = look();
            last = report;
            lastNanos = System.nanoTime();
        }
        return report;
    }

    private Report look() {
        var components = new Components(
                databaseState.within(DEADLINE, DOWN),
                objectsState.within(DEADLINE, DOWN),
                preview.state().name().toLowerCase(Locale.ROOT));
        boolean ready =
                !components.database().equals(DOWN) && !components.objects().equals(DOWN);
        return new Report(ready ? UP : DOWN, version, components);
    }

    private String askDatabase() {
        try (var connection = database.getConnection()) {
            return connection.isValid((int) DEADLINE.toSeconds()) ? UP : DOWN;
        } catch (SQLException unreachable) {
            return DOWN;
        }
    }

    /** Begins an upload and drops it, and looks for an object. Low space is no reason to take the hub away: it still reads. */
    private String askObjects() {
        try (ObjectUpload _ = objects.begin()) {
            objects.find(PROBE);
            return Files.getFileStore(folder).getUsableSpace() < SPACE_BYTES_MIN ? LOW_ON_SPACE : UP;
        } catch (IOException unusable) {
            return DOWN;
        }
    }
}
