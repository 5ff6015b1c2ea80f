package granary.web;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/**
 * A start whose only purpose is that Java remembers it: the launcher has it recorded into an AOT cache, so that later
 * starts find their classes loaded and linked.
 */
final class Training {
    /** Set by the launcher. */
    static final String PROPERTY = "granary.training";

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** Doors that people come to first; what they answer to a stranger on an empty hub does not matter. */
    private static final List<String> PATHS = List.of(
            "/health",
            "/",
            "/setup",
            "/login",
            "/models",
            "/api/models",
            "/api/whoami-v2",
            "/alice/model",
            "/api/models/alice/model",
            "/alice/model/resolve/main/README.md",
            "/alice/model.git/info/refs?service=git-upload-pack",
            "/a/absent.css");

    private Training() {}

    /** Knocks at every door, then closes the hub. */
    static void drive(Hub hub) {
        try (hub;
                var client = HttpClient.newHttpClient()) {
            for (String path : PATHS) {
                var request = HttpRequest.newBuilder(hub.url().resolve(path))
                        .timeout(DEADLINE)
                        .build();
                client.send(request, HttpResponse.BodyHandlers.discarding());
            }
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException("the hub does not answer", failure);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
