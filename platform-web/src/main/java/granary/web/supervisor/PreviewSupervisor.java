package granary.web.supervisor;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the preview, asks it how it is, and starts it again when it died or fell silent, after a pause that grows. The
 * hub never waits for it: without a preview everything else works.
 */
public final class PreviewSupervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PreviewSupervisor.class);
    private static final Duration PAUSE_MIN = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);
    private static final Duration CHECK_EVERY = Duration.ofSeconds(10);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);
    private static final int SILENCES_MAX = 3;
    private static final int SECRET_BYTES = 32;

    private final List<String> command;
    private final String secret;
    private final Thread thread;
    private volatile PreviewState state;
    private volatile @Nullable URI url;
    private volatile boolean closing;

    PreviewSupervisor(List<String> command, PreviewState state) {
        this.command = command;
        this.state = state;
        this.secret = randomSecret();
        this.thread = Thread.ofPlatform().name("preview-keeper").daemon().unstarted(this::keep);
    }

    /**
     * One that is not started yet.
     *
     * @param wanted whether there is to be a preview at all
     */
    public static PreviewSupervisor of(boolean wanted) {
        if (!wanted) {
            return new PreviewSupervisor(List.of(), PreviewState.OFF);
        }
        return jar().map(file -> new PreviewSupervisor(PreviewProcess.command(file), PreviewState.STARTING))
                .orElseGet(() -> new PreviewSupervisor(List.of(), PreviewState.ABSENT));
    }

    /** The preview's jar: where the launcher says, else {@code preview.jar} beside the hub's own. */
    private static Optional<Path> jar() {
        String named = System.getProperty("granary.preview.jar");
        if (named != null) {
            return Optional.of(Path.of(named)).filter(Files::isRegularFile);
        }
        var source = PreviewSupervisor.class.getProtectionDomain().getCodeSource();
        return Optional.ofNullable(source)
                .map(java.security.CodeSource::getLocation)
                .filter(location -> location.getProtocol().equals("file"))
                .map(location -> Path.of(URI.create(location.toString())).resolveSibling("preview.jar"))
                .filter(Files::isRegularFile);
    }

    public void start() {
        if (command.isEmpty()) {
            if (state == PreviewState.ABSENT) {
                LOG.warn("This installation has no preview; running without");
            }
            return;
        }
        thread.start();
    }

    public PreviewState state() {
        return state;
    }

    /** Where the preview listens, while it is up. */
    public Optional<URI> url() {
        return Optional.ofNullable(url);
    }

    /** What the preview wants to see as a bearer token. */
    public String secret() {
        return secret;
    }

    @Override
    public void close() {
        closing = true;
        if (!thread.isAlive()) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(CLOSE_DEADLINE);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        Duration pause = PAUSE_MIN;
        while (!closing) {
            try {
                long start = System.nanoTime();
                runOnce();
                boolean ranWell = Duration.ofNanos(System.nanoTime() - start).compareTo(PAUSE_MAX) > 0;
                pause = ranWell ? PAUSE_MIN : longer(pause);
                Thread.sleep(pause);
            } catch (InterruptedException end) {
                return;
            }
        }
    }

    private void runOnce() throws InterruptedException {
        state = PreviewState.STARTING;
        try (var preview = PreviewProcess.start(command, secret)) {
            url = preview.url();
            state = PreviewState.UP;
            watch(preview);
        } catch (IOException failure) {
            LOG.warn("The preview did not start: {}", failure.getMessage());
        } finally {
            url = null;
            state = PreviewState.DOWN;
        }
    }

    /** Returns when it has ended, or has been silent for too long. */
    private void watch(PreviewProcess preview) throws InterruptedException {
        int silences = 0;
        while (silences < SILENCES_MAX) {
            if (preview.ended(CHECK_EVERY)) {
                sayEnded(preview);
                return;
            }
            silences = preview.isHealthy() ? 0 : silences + 1;
            state = silences == 0 ? PreviewState.UP : PreviewState.DOWN;
        }
        LOG.warn("The preview does not answer; starting it again");
    }

    /** A terminal's Ctrl-C ends the preview too; then the hub is about to close, and nothing is amiss. */
    private void sayEnded(PreviewProcess preview) throws InterruptedException {
        Thread.sleep(PAUSE_MIN);
        LOG.warn("The preview ended with code {}; starting it again", preview.exitCode());
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(PAUSE_MAX) < 0 ? twice : PAUSE_MAX;
    }

    private static String randomSecret() {
        var bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
