package granary.preview;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * The preview as a process. Its parent gives it a secret in the environment, learns its address from one line on
 * standard output, {@code listening on http://127.0.0.1:PORT}, and ends it by closing its standard input, which also
 * happens when the parent dies.
 */
public final class PreviewApplication {
    /** The environment variable with the secret that every request must bear. */
    static final String SECRET = "GRANARY_PREVIEW_SECRET";

    private PreviewApplication() {}

    public static void main(String[] args) throws IOException {
        boundTheServer();
        System.exit(run(System.getenv(), System.in, System.out, System.err));
    }

    /** Limits of the JDK's server that it takes from system properties only: connections, and seconds. */
    private static void boundTheServer() {
        System.setProperty("jdk.httpserver.maxConnections", "64");
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "30");
        System.setProperty("sun.net.httpserver.idleInterval", "30");
    }

    /** Serves until {@code in} ends; the exit code. */
    static int run(Map<String, String> environment, InputStream in, PrintStream out, PrintStream err)
            throws IOException {
        String secret = environment.getOrDefault(SECRET, "");
        if (secret.isEmpty()) {
            err.println("The preview is started by the hub; alone it needs a secret in " + SECRET + ".");
            return 1;
        }
        try (var server = PreviewServer.start(secret)) {
            out.println("listening on " + server.url());
            out.flush();
            in.transferTo(OutputStream.nullOutputStream());
        }
        return 0;
    }
}
