package granary.repo.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import granary.repo.RepoId;
import granary.repo.RepoType;
import granary.repo.RepositoryInfo;
import granary.repo.git.GitRepositories;
import granary.repo.transport.GitTransport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** Git over HTTP on a loopback port, with no permissions asked: everybody is alice. */
public final class GitServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final GitRepositories repositories;
    private final GitTransport transport;

    public GitServer(Storage storage) {
        this.repositories = storage.repositories();
        this.transport = storage.transport();
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public String url(RepositoryInfo info) {
        return "http://127.0.0.1:%d/%s/%s"
                .formatted(
                        server.getAddress().getPort(),
                        info.id().type().plural(),
                        info.id().path());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/", 5);
            RepoId id = new RepoId(RepoType.fromPlural(path[1]).orElseThrow(), path[2], path[3]);
            Optional<RepositoryInfo> info = repositories.find(id);
            if (info.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
            String service = query.replace("service=", "");
            String type = path[4].equals("info/refs") ? service + "-advertisement" : path[4] + "-result";
            exchange.getResponseHeaders().set("Content-Type", "application/x-" + type);
            exchange.sendResponseHeaders(200, 0);
            serve(exchange, info.get(), path[4], service);
        }
    }

    private void serve(HttpExchange exchange, RepositoryInfo info, String path, String service) throws IOException {
        String protocol = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Git-Protocol"))
                .orElse("");
        InputStream in = exchange.getRequestBody();
        if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            in = new GZIPInputStream(in);
        }
        OutputStream out = exchange.getResponseBody();
        switch (path + service) {
            case "info/refsgit-upload-pack" -> transport.advertiseUpload(info, protocol, out);
            case "info/refsgit-receive-pack" -> transport.advertiseReceive(info, protocol, out);
            case "git-upload-pack" -> transport.upload(info, protocol, in, out);
            case "git-receive-pack" -> transport.receive(info, Storage.ALICE, protocol, in, out);
            default -> throw new IOException("no such door: " + path);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
