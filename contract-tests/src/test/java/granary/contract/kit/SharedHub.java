package granary.contract.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the shared hub when the first test asks for it; JUnit closes it when the last one has run. */
final class SharedHub implements ParameterResolver {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(SharedHub.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType().isAssignableFrom(InProcessHub.class)
                && RunningHub.class.isAssignableFrom(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(SPACE)
                .computeIfAbsent("hub", key -> Held.start(), Held.class)
                .hub();
    }

    /** The hub and the folder that goes with it. */
    private record Held(InProcessHub hub, Path data) implements AutoCloseable {
        static Held start() {
            try {
                Path data = Files.createTempDirectory("granary-hub");
                InProcessHub hub = InProcessHub.start(data);
                hub.admin().createAdministrator("keeper"); // without one, every page leads to the setup
                return new Held(hub, data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            hub.close();
            Folders.delete(data);
        }
    }
}
