package granary.blob.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands between a store and its S3 server, and does to chosen requests what networks and servers do on bad days. */
final class FaultProxy implements AutoCloseable {
    private static final int LINE_BYTES_MAX = 64 * 1024;
    private static final int SLICE_BYTES = 16 * 1024;
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:\\s*(\\d+)\\s*$");
    private static final Pattern CHUNKED = Pattern.compile("(?im)^transfer-encoding:\\s*chunked\\s*$");
    private static final Pattern BODILESS = Pattern.compile("HTTP/1\\.1 (?:204|304) .*");

    /** What happens to a request. */
    sealed interface Fault {
        /** It is let through late. */
        record Delay(Duration by) implements Fault {}

        /** It is answered with a status and no explanation, and never reaches the server. */
        record Status(int code) implements Fault {}

        /** It is answered with status 200 and an error, and never reaches the server. */
        record ErrorInside(String code) implements Fault {}

        /** The connection is reset when so many bytes of its body have come; 0: before the server hears of it. */
        record CutRequest(long afterBytes) implements Fault {}

        /** It is carried out, and the connection is reset when so many bytes of the answer's body have gone; -1: before its head. */
        record CutAnswer(long afterBytes) implements Fault {}
    }

    private record Rule(Pattern requestLine, Fault fault) {}

    private final int upstream;
    private final ServerSocket door;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    FaultProxy(URI server) throws IOException {
        this.upstream = server.getPort();
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("fault-proxy").start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /** Does {@code fault} to the next requests whose first line matches, once for each time it is said. */
    void next(String requestLine, Fault fault, int times) {
        for (int i = 0; i < times; i++) {
            rules.add(new Rule(Pattern.compile(requestLine), fault));
        }
    }

    /** How many requests matched so far, with or without a fault. */
    long seen(String requestLine) {
        return seen.stream().filter(Pattern.compile(requestLine).asPredicate()).count();
    }

    /** How many faults are still to be done. */
    int left() {
        return rules.size();
    }

    private synchronized Optional<Fault> faultFor(String requestLine) {
        seen.add(requestLine);
        Optional<Rule> rule = rules.stream()
                .filter(each -> each.requestLine().matcher(requestLine).find())
                .findFirst();
        rule.ifPresent(rules::remove);
        return rule.map(Rule::fault);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                var server = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
            var fromClient = new BufferedInputStream(client.getInputStream());
            var fromServer = new BufferedInputStream(server.getInputStream());
            for (String head = head(fromClient); !head.isEmpty(); head = head(fromClient)) {
                Optional<Fault> fault = faultFor(head.lines().findFirst().orElse(""));
                if (!exchange(head, fault, fromClient, client, fromServer, server)) {
                    client.setSoLinger(true, 0); // Makes closing a reset.
                    return;
                }
            }
        } catch (IOException eitherSideLeft) {
            // Then there is nobody to tell.
        }
    }

    /** One request and its answer; false when the connection has to break. */
    private static boolean exchange(
            String head,
            Optional<Fault> fault,
            InputStream fromClient,
            Socket client,
            InputStream fromServer,
            Socket server)
            throws IOException {
        long cutRequest = Long.MAX_VALUE;
        long cutAnswer = Long.MAX_VALUE;
        OutputStream toClient = client.getOutputStream();
        switch (fault.orElse(null)) {
            case null -> {}
            case Fault.Delay(Duration by) -> sleep(by);
            case Fault.Status(int code) -> {
                return answer(toClient, head, fromClient, code, "");
            }
            case Fault.ErrorInside(String code) -> {
                return answer(toClient, head, fromClient, 200, "<Error><Code>" + code + "</Code></Error>");
            }
            case Fault.CutRequest(long after) -> cutRequest = after;
            case Fault.CutAnswer(long after) -> cutAnswer = after;
        }
        if (cutRequest == 0) {
            return false;
        }
        OutputStream toServer = server.getOutputStream();
        toServer.write(head.getBytes(StandardCharsets.ISO_8859_1));
        if (!copyBody(head, false, fromClient, toServer, cutRequest)) {
            return false;
        }
        toServer.flush();
        String answerHead = head(fromServer);
        if (cutAnswer < 0) {
            return false;
        }
        toClient.write(answerHead.getBytes(StandardCharsets.ISO_8859_1));
        boolean bodiless = head.startsWith("HEAD ")
                || BODILESS.matcher(answerHead.lines().findFirst().orElse("")).matches();
        boolean whole = bodiless || copyBody(answerHead, true, fromServer, toClient, cutAnswer);
        toClient.flush();
        return whole;
    }

    private static boolean answer(OutputStream toClient, String head, InputStream fromClient, int status, String body)
            throws IOException {
        copyBody(head, false, fromClient, OutputStream.nullOutputStream(), Long.MAX_VALUE);
        String type = body.isEmpty() ? "text/plain" : "application/xml";
        toClient.write("HTTP/1.1 %d x\r\nContent-Type: %s\r\nETag: \"x\"\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, type, body.length(), body)
                .getBytes(StandardCharsets.ISO_8859_1));
        toClient.flush();
        return true;
    }

    /** Copies what the head announces, up to {@code bytesMax}; false when there was more. */
    private static boolean copyBody(String head, boolean flush, InputStream in, OutputStream out, long bytesMax)
            throws IOException {
        if (CHUNKED.matcher(head).find()) {
            return copyChunks(in, out, bytesMax);
        }
        Matcher length = LENGTH.matcher(head);
        long bytes = length.find() ? Long.parseLong(length.group(1)) : 0;
        copy(in, out, Math.min(bytes, bytesMax));
        if (flush) {
            out.flush();
        }
        return bytes <= bytesMax;
    }

    private static boolean copyChunks(InputStream in, OutputStream out, long bytesMax) throws IOException {
        long left = bytesMax;
        while (true) {
            String size = line(in);
            long bytes = Long.parseLong(size.strip(), 16);
            if (bytes > left) {
                return false;
            }
            left -= bytes;
            out.write(size.getBytes(StandardCharsets.ISO_8859_1));
            copy(in, out, bytes + 2);
            if (bytes == 0) {
                return true;
            }
        }
    }

    private static void copy(InputStream in, OutputStream out, long bytes) throws IOException {
        byte[] slice = new byte[SLICE_BYTES];
        for (long left = bytes; left > 0; ) {
            int count = in.read(slice, 0, (int) Math.min(slice.length, left));
            if (count < 0) {
                throw new EOFException("the other side ended in the middle of a body");
            }
            out.write(slice, 0, count);
            left -= count;
        }
    }

    /** A head with the empty line behind it; empty when the connection has ended. */
    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head.append(line);
            if (line.equals("\r\n")) {
                return head.toString();
            }
        }
        return "";
    }

    private static String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            bytes.write(b);
            if (b == '\n') {
                break;
            }
            if (bytes.size() > LINE_BYTES_MAX) {
                throw new IOException("line is too long");
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static void sleep(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
