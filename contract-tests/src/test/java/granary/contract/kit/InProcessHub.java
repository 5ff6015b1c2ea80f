package granary.contract.kit;

import granary.web.Hub;
import granary.web.settings.HubSettings;
import granary.web.settings.ObjectLocation;
import java.net.URI;
import java.nio.file.Path;

/** A hub in this JVM, on a free port of loopback, with a database of its own. */
public final class InProcessHub implements RunningHub {
    private final Hub hub;
    private final Path data;

    private InProcessHub(Hub hub, Path data) {
        this.hub = hub;
        this.data = data;
    }

    /** Starts one over the data folder {@code data}. */
    public static InProcessHub start(Path data) {
        return start(settings(data));
    }

    /** As {@link #start(Path)}, with the object store in {@code objects}. */
    public static InProcessHub start(Path data, Path objects) {
        return start(settings(data).withObjects(new ObjectLocation.Folder(objects)));
    }

    private static InProcessHub start(HubSettings settings) {
        return new InProcessHub(Hub.start(settings), settings.data());
    }

    /** Test hubs share the unpacked database programs. */
    private static HubSettings settings(Path data) {
        return HubSettings.onLoopback(data).withCache(Programs.cache().resolve("hub"));
    }

    /** The product's own handle. */
    public Hub hub() {
        return hub;
    }

    @Override
    public URI url() {
        return hub.url();
    }

    @Override
    public Path data() {
        return data;
    }

    @Override
    public void close() {
        hub.close();
    }
}
