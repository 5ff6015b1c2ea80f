package granary.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import granary.web.settings.HubSettings;
import granary.web.settings.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole hub, with its own database, as it starts for people. */
class HubTest {
    private static final Path CACHE = Path.of("target", "postgres-cache");

    @TempDir
    private static Path data;

    private static Hub hub;

    @BeforeAll
    static void start() {
        hub = Hub.start(settings());
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    private static HubSettings settings() {
        return HubSettings.onLoopback(data).withCache(CACHE);
    }

    @Test
    void healthIsToldToStrangersPartByPart() throws Exception {
        HttpResponse<String> answer = get("/health");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .matches("\\{\"status\":\"up\",\"version\":\"[^\"]+\",\"components\":"
                        + "\\{\"database\":\"up\",\"objects\":\"(up|low on space)\",\"preview\":\"off\"}}");
    }

    @Test
    void databaseThatWasKilledIsBackWithoutARestart() throws Exception {
        ProcessHandle server = databaseServer();

        server.destroyForcibly();
        server.onExit().get(10, TimeUnit.SECONDS);

        awaitOtherServer(server.pid());
        awaitHealth(200);
    }

    @Test
    void secondHubOnTheSameFolderNamesTheFirst() {
        assertThatThrownBy(() -> Hub.start(settings()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("process " + ProcessHandle.current().pid())
                .hasMessageContaining(hub.url().toString());
        assertThat(data.resolve("admin.json")).exists();
    }

    @Test
    void portInUseIsToldBeforeAnythingStarts(@TempDir Path other) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Hub.start(HubSettings.onLoopback(other).withPort(port)))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("Cannot listen on port " + port)
                    .hasMessageContaining("--port");
            assertThat(other.resolve("postgres")).doesNotExist();
        }
    }

    @Test
    void adminFileIsTheOwnersAlone() throws Exception {
        Path file = data.resolve("admin.json");

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(file).content().contains("\"url\":\"" + hub.url() + "\"");
    }

    @Test
    void closingLeavesNoProcessAndFreesTheFolder(@TempDir Path other) throws Exception {
        var settings = HubSettings.onLoopback(other).withCache(CACHE);
        URI url;
        try (var first = Hub.start(settings)) {
            url = first.url();
        }

        assertThat(ProcessHandle.current().descendants().filter(each -> isDatabaseOf(each, other)))
                .isEmpty();
        assertThat(other.resolve("admin.json")).doesNotExist();
        assertThatThrownBy(() -> get(url, "/health")).isInstanceOf(IOException.class);
        DataLock.take(other).close();
    }

    private static boolean isDatabaseOf(ProcessHandle process, Path folder) {
        return process.info().commandLine().orElse("").contains(folder.toString());
    }

    private static ProcessHandle databaseServer() throws IOException {
        return ProcessHandle.of(databasePid()).orElseThrow();
    }

    private static long databasePid() throws IOException {
        Path file = data.resolve("postgres/cluster/postmaster.pid");
        return Files.exists(file) ? Long.parseLong(Files.readAllLines(file).getFirst()) : 0;
    }

    private static void awaitOtherServer(long before) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (databasePid() == before || databasePid() == 0) {
            assertThat(System.nanoTime()).as("database back in time").isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static void awaitHealth(int status) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (get("/health").statusCode() != status) {
            assertThat(System.nanoTime()).as("health %d in time", status).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return get(hub.url(), path);
    }

    private static HttpResponse<String> get(URI hub, String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(hub.resolve(path))
                    .timeout(Duration.ofSeconds(30))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
