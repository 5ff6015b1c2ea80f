package granary.web;

import granary.web.settings.AdminSecret;
import granary.web.settings.HubSettings;
import granary.web.settings.StartException;
import java.io.IOException;
import java.net.URI;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;

/** A running hub: its database, its web server, and everything between. Closing it stops all of that. */
public final class Hub implements AutoCloseable {
    private final HubSettings settings;
    private final DataLock lock;
    private final HubDatabase database;
    private final ConfigurableApplicationContext context;
    private final URI url;

    private Hub(HubSettings settings, DataLock lock, HubDatabase database, ConfigurableApplicationContext context) {
        this.settings = settings;
        this.lock = lock;
        this.database = database;
        this.context = context;
        this.url = ListenAddress.url(
                settings, context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

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
        HubDatabase database = HubDatabase.starting(settings);
        try {
            var admin = AdminSecret.random();
            var context = run(settings, database, admin);
            var hub = new Hub(settings, lock, database, context);
            hub.announce(admin);
            return hub;
        } catch (RuntimeException | Error failure) {
            database.close();
            throw StartFailure.of(failure);
        }
    }

    private static ConfigurableApplicationContext run(HubSettings settings, HubDatabase database, AdminSecret admin) {
        var application = new SpringApplication(HubApplication.class);
        application.setEnvironment(new HubEnvironment(settings));
        application.setRegisterShutdownHook(false);
        application.setAddCommandLineProperties(false);
        application.addInitializers(context -> {
            var beans = context.getBeanFactory();
            beans.registerSingleton("hubSettings", settings);
            beans.registerSingleton("adminSecret", admin);
            beans.registerSingleton("hubDatabase", (JdbcConnectionDetails) database);
        });
        return application.run();
    }

    private void announce(AdminSecret admin) {
        try {
            lock.note("process %d, %s".formatted(ProcessHandle.current().pid(), url()));
            AdminFile.write(settings.data(), url(), admin);
        } catch (IOException | RuntimeException failure) {
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
        return settings.publicUrl().orElseGet(this::url);
    }

    /** A bean of the running hub, for the process it runs in. */
    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Stops serving, lets running requests end within a deadline, then stops the database. */
    @Override
    public void close() {
        AdminFile.delete(settings.data());
        try {
            context.close();
        } finally {
            try {
                database.close();
            } finally {
                lock.close();
            }
        }
    }
}
