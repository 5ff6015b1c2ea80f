package granary.contract.kit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * HTTP/1.1 that sends the request target and the headers exactly as written, which no client library would do for the
 * requests of an attacker. One connection per request. Immutable: {@link #header} and its like give a changed copy.
 */
public final class RawHttp {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int ANSWER_MAX = 64 << 20;

    private final URI hub;
    private final Map<String, String> headers;

    RawHttp(URI hub) {
        this(hub, Map.of());
    }

    private RawHttp(URI hub, Map<String, String> headers) {
        this.hub = hub;
        this.headers = headers;
    }

    /** With one more header, or another value for it. */
    public RawHttp header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new RawHttp(hub, more);
    }

    public RawHttp bearer(String token) {
        return header("Authorization", "Bearer " + token);
    }

    public RawHttp basic(String user, String password) {
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return header("Authorization", "Basic " + pair);
    }

    /** A caller with this token; an empty one means a stranger. */
    public RawHttp as(String token) {
        return token.isEmpty() ? this : bearer(token);
    }

    public Answer get(String target) {
        return send("GET", target, new byte[0]);
    }

    public Answer post(String target, String type, String body) {
        return header("Content-Type", type).send("POST", target, body.getBytes(StandardCharsets.UTF_8));
    }

    public Answer postJson(String target, String body) {
        return post(target, "application/json", body);
    }

    public Answer put(String target, byte[] body) {
        return send("PUT", target, body);
    }

    /** Sends a request with a body of known length; what came back. */
    public Answer send(String method, String target, byte[] body) {
        boolean bodied =
                body.length > 0 || !List.of("GET", "HEAD", "OPTIONS", "TRACE").contains(method);
        RawHttp complete = bodied && !headers.containsKey("Content-Length") && !headers.containsKey("Transfer-Encoding")
                ? header("Content-Length", Integer.toString(body.length))
                : this;
        try (Exchange exchange = complete.open(method, target)) {
            exchange.write(body);
            return exchange.answer();
        } catch (IOException e) {
            throw new UncheckedIOException("%s %s".formatted(method, target), e);
        }
    }

    /** Sends the head of a request only; the caller writes the body in its own time. */
    public Exchange open(String method, String target) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(hub.getHost(), hub.getPort()), (int) DEADLINE.toMillis());
            socket.setSoTimeout((int) DEADLINE.toMillis());
            var head = new StringBuilder("%s %s HTTP/1.1\r\n".formatted(method, target));
            if (!headers.containsKey("Host")) {
                head.append("Host: ").append(hub.getAuthority()).append("\r\n");
            }
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            head.append("Connection: close\r\n\r\n");
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            return new Exchange(socket, method.equals("HEAD"));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A request under way. */
    public static final class Exchange implements AutoCloseable {
        private final Socket socket;
        private final boolean headOnly;

        private Exchange(Socket socket, boolean headOnly) {
            this.socket = socket;
            this.headOnly = headOnly;
        }

        /**
         * Sends a piece of the body. A server that has answered already may have closed its side; its answer is what
         * counts then, so that is no failure here.
         *
         * @return whether the server still took it
         */
        public boolean write(byte[] bytes) {
            try {
                socket.getOutputStream().write(bytes);
                return true;
            } catch (IOException closed) {
                return false;
            }
        }

        /** How long to wait for the next byte of the answer. */
        public void deadline(Duration deadline) throws IOException {
            socket.setSoTimeout((int) deadline.toMillis());
        }

        /** Reads the answer to its end. */
        public Answer answer() throws IOException {
            var in = new BufferedInputStream(socket.getInputStream());
            int status;
            Map<String, String> headers;
            do {
                String line = line(in);
                if (!line.startsWith("HTTP/1.1 ")) {
                    throw new IOException("not an answer: " + line);
                }
                status = Integer.parseInt(line.substring(9, 12));
                headers = headers(in);
            } while (status == 100);
            return new Answer(status, headers, headOnly ? new byte[0] : body(in, status, headers));
        }

        private static Map<String, String> headers(InputStream in) throws IOException {
            var headers = new LinkedHashMap<String, String>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                int colon = line.indexOf(':');
                headers.merge(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip(),
                        (a, b) -> a + "\n" + b);
            }
            return headers;
        }

        private static byte[] body(InputStream in, int status, Map<String, String> headers) throws IOException {
            if (status == 204 || status == 304) {
                return new byte[0];
            }
            if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
                return chunked(in);
            }
            String length = headers.get("content-length");
            if (length == null) {
                return in.readNBytes(ANSWER_MAX);
            }
            int expected = Math.toIntExact(Math.min(Long.parseLong(length), ANSWER_MAX));
            byte[] bytes = in.readNBytes(expected);
            if (bytes.length < expected) {
                throw new EOFException("%d of %d bytes came".formatted(bytes.length, expected));
            }
            return bytes;
        }

        private static byte[] chunked(InputStream in) throws IOException {
            var body = new ByteArrayOutputStream();
            for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
                byte[] chunk = in.readNBytes(size);
                if (chunk.length < size) {
                    throw new EOFException("the answer broke off");
                }
                body.writeBytes(chunk);
                line(in);
            }
            return body.toByteArray();
        }

        private static int chunkSize(InputStream in) throws IOException {
            return Integer.parseInt(line(in).split(";", -1)[0].strip(), 16);
        }

        private static String line(InputStream in) throws IOException {
            var line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new EOFException("the connection ended after '%s'".formatted(line));
                }
                if (b != '\r') {
                    line.write(b);
                }
            }
            return line.toString(StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** What came back. Header names are in lower case. */
    public static final class Answer {
        private final int status;
        private final Map<String, String> headers;
        private final byte[] body;

        private Answer(int status, Map<String, String> headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        public int status() {
            return status;
        }

        public Map<String, String> headers() {
            return headers;
        }

        /** The value of a header, or nothing. */
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        public byte[] bytes() {
            return body.clone();
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            String text = text();
            return "%d %s%n%s".formatted(status, headers, text.substring(0, Math.min(text.length(), 2000)));
        }
    }
}
