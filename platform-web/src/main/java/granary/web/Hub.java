package granary.web;

import granary.blob.ObjectStore;
import granary.blob.hash.Kernels;
import granary.web.account.SetupCode;
import granary.web.settings.AdminSecret;
import granary.web.settings.HubSettings;
import granary.web.settings.StartException;
import granary.web.storage.ObjectStores;
import granary.web.supervisor.PreviewSupervisor;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A running hub: its database, its web server, its preview, and everything between. Closing it stops all of that. */
public final class Hub implements AutoCloseable {
    private final HubSettings settings;
    private final Parts parts;
    private final ConfigurableApplicationContext context;
    private final URI url;

    private Hub(HubSettings settings, Parts parts, ConfigurableApplicationContext context) {
        this.settings = settings;
        this.parts = parts;
        this.context = context;
        this.url = ListenAddress.url(
                settings, context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    /** What a hub has besides Spring's beans; Spring knows them too, but does not close them. */
    private record Parts(
            DataLock lock, ObjectStore objects, HubDatabase database, PreviewSupervisor preview, AdminSecret admin) {}

    /**
     * Starts a hub and returns once it serves.
     *
     * @throws StartException when it cannot start; nothing of it is left running then
     */
    public static Hub start(HubSettings settings) {
        DataLock lock = DataLock.take(settings.data());
        try {
            ListenAddress.requireFree(settings);
            return startOn(lock, settings);
        } catch (RuntimeException | Error failure) {
            lock.close();
            throw failure;
        }
    }

    private static Hub startOn(DataLock lock, HubSettings settings) {
        ObjectStore objects =
                ObjectStores.open(settings.objectLocation(), settings.data().resolve("tmp"));
        HubDatabase database = HubDatabase.starting(settings);
        try {
            var parts =
                    new Parts(lock, objects, database, PreviewSupervisor.of(settings.preview()), AdminSecret.random());
            var hub = new Hub(settings, parts, run(settings, parts));
            hub.announce();
            parts.preview().start();
            // Only now: it takes a core for some seconds, which the start needs more.
            Kernels.warmUp();
            return hub;
        } catch (RuntimeException | Error failure) {
            database.close();
            objects.close();
            throw StartFailure.of(failure);
        }
    }

    private static ConfigurableApplicationContext run(HubSettings settings, Parts parts) {
        var application = new SpringApplication(HubApplication.class);
        application.setEnvironment(new HubEnvironment(settings));
        application.setRegisterShutdownHook(false);
        application.setAddCommandLineProperties(false);
        application.addInitializers(context -> {
            var beans = context.getBeanFactory();
            beans.registerSingleton("hubSettings", settings);
            beans.registerSingleton("adminSecret", parts.admin());
            beans.registerSingleton("objectStore", parts.objects());
            beans.registerSingleton("hubDatabase", parts.database());
            beans.registerSingleton("previewSupervisor", parts.preview());
        });
        return application.run();
    }

    /** Says in the data folder who runs on it and how to reach it. */
    private void announce() {
        try {
            parts.lock().note("process %d, %s".formatted(ProcessHandle.current().pid(), url));
            AdminFile.write(settings, url, parts.admin());
        } catch (IOException failure) {
            context.close();
            throw new StartException(
                    "Cannot write to the data folder %s: %s.".formatted(settings.data(), failure.getMessage()),
                    failure);
        }
    }

    /** The address it listens on, as a program on the same machine reaches it, without a slash at its end. */
    public URI url() {
        return url;
    }

    /** What clients call it, without a slash at its end. */
    public URI publicUrl() {
        return settings.publicUrl().orElse(url);
    }

    /** What the first administrator is made with; empty once there is one. */
    public Optional<String> setupCode() {
        return bean(SetupCode.class).current();
    }

    /** A bean of the running hub, for the process it runs in. */
    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Stops serving, lets running requests end within a deadline, then stops the preview and the database. */
    @Override
    public void close() {
        try (var _ = parts.lock();
                var _ = parts.objects();
                var _ = parts.database();
                var _ = parts.preview()) {
            AdminFile.delete(settings.data());
            context.close();
        }
    }
}
