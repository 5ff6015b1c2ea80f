package granary.contract.kit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A hub behind a port of its own that passes everything on as it comes, and remembers what was asked for and how many
 * bytes were sent: so a test sees which way a client took, whatever the client says. Needs HTTP/1.1 that is right.
 */
public final class TappedHub implements RunningHub {
    private static final int IDLE_MILLIS = 180_000;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final RunningHub hub;
    private final ServerSocket listening;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private TappedHub(RunningHub hub, ServerSocket listening) {
        this.hub = hub;
        this.listening = listening;
    }

    /** A request as it went by: its method and target, and how many bytes came behind its head. */
    public record Request(String line, long bodyBytes) {}

    /** Opens a port in front of the hub. Closing it leaves the hub alone. */
    public static TappedHub of(RunningHub hub) {
        try {
            var listening = new ServerSocket(0, 256, InetAddress.ofLiteral("127.0.0.1"));
            var tapped = new TappedHub(hub, listening);
            Thread.ofVirtual().name("tap").start(tapped::serve);
            return tapped;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public URI url() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    @Override
    public Path data() {
        return hub.data();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The requests whose method and target match the expression, such as {@code PUT .*}, in the order they ended. */
    public List<Request> asked(String expression) {
        return requests.stream()
                .filter(request -> request.line().matches(expression))
                .toList();
    }

    /** How many bytes such requests had behind their heads. */
    public long sent(String expression) {
        return asked(expression).stream().mapToLong(Request::bodyBytes).sum();
    }

    /** Forgets what went by so far. */
    public void forget() {
        requests.clear();
    }

    private void serve() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().name("tap-client").start(() -> pass(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** One connection, both ways. Whichever side ends it, the other side learns it. */
    private void pass(Socket client) {
        try (client;
                var server = new Socket()) {
            server.connect(new InetSocketAddress(hub.url().getHost(), hub.url().getPort()), IDLE_MILLIS);
            client.setSoTimeout(IDLE_MILLIS);
            server.setSoTimeout(IDLE_MILLIS);
            Thread answers = Thread.ofVirtual().name("tap-answers").start(() -> passAnswers(server, client));
            passRequests(new BufferedInputStream(client.getInputStream(), BUFFER_BYTES), server.getOutputStream());
            server.shutdownOutput();
            answers.join();
        } catch (IOException broken) {
            // Closing both sockets tells client and hub.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void passAnswers(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException broken) {
            // The other direction meets the same.
        }
    }

    private void passRequests(InputStream from, OutputStream to) throws IOException {
        for (String head = head(from); !head.isEmpty(); head = head(from)) {
            to.write(head.getBytes(StandardCharsets.ISO_8859_1));
            String line = head.substring(0, head.indexOf(" HTTP/1.1\r"));
            long bodyBytes = 0;
            try {
                bodyBytes = passBody(head.toLowerCase(Locale.ROOT), from, to);
            } finally {
                requests.add(new Request(line, bodyBytes));
            }
        }
    }

    /** Up to the empty line and with it; empty when the client has nothing more to ask. */
    private static String head(InputStream from) throws IOException {
        var head = new ByteArrayOutputStream();
        for (String line = line(from); !line.isEmpty(); line = line(from)) {
            head.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
            if (line.equals("\r\n")) {
                break;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static String line(InputStream from) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = from.read(); b >= 0; b = from.read()) {
            line.write(b);
            if (b == '\n') {
                break;
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static long passBody(String head, InputStream from, OutputStream to) throws IOException {
        if (head.contains("\ntransfer-encoding: chunked")) {
            return passChunks(from, to);
        }
        int at = head.indexOf("\ncontent-length:");
        if (at < 0) {
            return 0;
        }
        long length = Long.parseLong(head.substring(head.indexOf(':', at) + 1, head.indexOf('\r', at + 1))
                .strip());
        passBytes(from, to, length);
        return length;
    }

    private static long passChunks(InputStream from, OutputStream to) throws IOException {
        long total = 0;
        long size;
        do {
            String line = line(from);
            size = Long.parseLong(line.split(";", -1)[0].strip(), 16);
            to.write(line.getBytes(StandardCharsets.ISO_8859_1));
            passBytes(from, to, size + 2);
            total += size;
        } while (size > 0);
        return total;
    }

    private static void passBytes(InputStream from, OutputStream to, long count) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (long left = count; left > 0; ) {
            int read = from.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException("the client went away");
            }
            to.write(buffer, 0, read);
            left -= read;
        }
    }
}
