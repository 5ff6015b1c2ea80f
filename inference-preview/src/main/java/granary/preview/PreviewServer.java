package granary.preview;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The preview's door: on loopback, and closed to whoever does not bear the hub's secret. */
final class PreviewServer implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING_MAX = 64;
    private static final int STOP_SECONDS = 1;

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final byte[] bearer;

    private PreviewServer(HttpServer server, String secret) {
        this.server = server;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING_MAX),
                Thread.ofPlatform().name("preview-", 0).factory(),
                new ThreadPoolExecutor.CallerRunsPolicy());
        this.bearer = ("Bearer " + secret).getBytes(StandardCharsets.UTF_8);
    }

    /** Listens on a free port of loopback. */
    static PreviewServer start(String secret) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = new PreviewServer(HttpServer.create(address, WAITING_MAX), secret);
        server.threads.allowCoreThreadTimeOut(true);
        server.server.setExecutor(server.threads);
        server.server.createContext("/", server::answer);
        server.server.start();
        return server;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(STOP_SECONDS);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!isFromTheHub(exchange)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                write(exchange, 401, "{\"error\":\"the hub's secret is needed\"}");
            } else if (!exchange.getRequestURI().getPath().equals("/health")) {
                write(exchange, 404, "{\"error\":\"there is nothing here\"}");
            } else if (!exchange.getRequestMethod().equals("GET")) {
                write(exchange, 405, "{\"error\":\"only GET\"}");
            } else {
                write(exchange, 200, "{\"status\":\"up\"}");
            }
        }
    }

    private boolean isFromTheHub(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        return given != null && MessageDigest.isEqual(bearer, given.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
