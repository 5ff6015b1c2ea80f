package granary.web.admincli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The running hub, found and asked with what it left in its data folder. */
final class HubClient implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /** What reads everything takes as long as that takes. */
    private static final Duration WORK_DEADLINE = Duration.ofHours(24);

    private static final int ERROR_CHARS_MAX = 500;

    private final Supplier<Path> data;
    private @Nullable Door door;

    /** A client of the hub that runs on {@code data}, which is looked for when it is first asked something. */
    HubClient(Supplier<Path> data) {
        this.data = data;
    }

    /** Where the hub is, and what proves that one may ask it. */
    private record Door(HttpClient http, URI hub, String secret) {}

    private Door door() {
        if (door == null) {
            door = found(data.get());
        }
        return door;
    }

    private static Door found(Path data) {
        Path file = data.resolve("admin.json");
        try {
            JsonNode door = JSON.readTree(Files.readAllBytes(file));
            var builder =
                    HttpClient.newBuilder().connectTimeout(CONNECT_DEADLINE).version(HttpClient.Version.HTTP_1_1);
            Optional<JsonNode> certificate = door.optional("certificate");
            if (certificate.isPresent()) {
                builder.sslContext(PinnedTls.trusting(Path.of(certificate.get().asString())));
            }
            return new Door(
                    builder.build(),
                    URI.create(door.required("url").asString()),
                    door.required("secret").asString());
        } catch (NoSuchFileException absent) {
            throw new AdminException(
                    "No hub runs on %s; start it with './granary run', or name its data folder with --data."
                            .formatted(data),
                    absent);
        } catch (AccessDeniedException denied) {
            throw new AdminException(
                    "%s is for the user who runs the hub; run this as that user.".formatted(file), denied);
        } catch (IOException | JacksonException unreadable) {
            throw new AdminException("Cannot read %s: %s".formatted(file, unreadable.getMessage()), unreadable);
        }
    }

    JsonNode get(String... path) {
        return call("GET", Optional.empty(), DEADLINE, joined(path));
    }

    JsonNode delete(String... path) {
        return call("DELETE", Optional.empty(), DEADLINE, joined(path));
    }

    JsonNode post(Map<String, ?> body, String... path) {
        return call("POST", Optional.of(body), DEADLINE, joined(path));
    }

    JsonNode put(Map<String, ?> body, String... path) {
        return call("PUT", Optional.of(body), DEADLINE, joined(path));
    }

    /** As {@link #get}, of what the parameters say. */
    JsonNode get(Map<String, String> query, String path) {
        return call("GET", Optional.empty(), DEADLINE, encoded(path) + queryOf(query));
    }

    /** Lets the hub do something that may take hours. */
    JsonNode work(Map<String, String> query, String path) {
        return call("POST", Optional.of(Map.of()), WORK_DEADLINE, encoded(path) + queryOf(query));
    }

    private static String queryOf(Map<String, String> query) {
        return query.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .sorted()
                .collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
    }

    private JsonNode call(String method, Optional<Map<String, ?>> body, Duration deadline, String target) {
        Door known = door();
        var publisher = body.map(JSON::writeValueAsBytes)
                .map(HttpRequest.BodyPublishers::ofByteArray)
                .orElseGet(HttpRequest.BodyPublishers::noBody);
        var request = HttpRequest.newBuilder(known.hub().resolve("/api/admin/" + target))
                .timeout(deadline)
                .header("Authorization", "Bearer granary_admin_" + known.secret())
                .header("Content-Type", "application/json")
                .method(method, publisher)
                .build();
        try {
            HttpResponse<String> answer = known.http().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 == 2) {
                return answer.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(answer.body());
            }
            throw refused(answer);
        } catch (IOException | JacksonException failure) {
            throw new AdminException(
                    "The hub at %s does not answer (%s); is it still running?".formatted(known.hub(), failure),
                    failure);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new AdminException("Interrupted.", end);
        }
    }

    /** A name is one segment, whatever is in it. */
    private static String joined(String... path) {
        return Arrays.stream(path).map(HubClient::encoded).collect(Collectors.joining("/"));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static AdminException refused(HttpResponse<String> answer) {
        String body = answer.body();
        String reason;
        try {
            reason = JSON.readTree(body).required("error").asString();
        } catch (JacksonException notOurs) {
            reason = body.substring(0, Math.min(body.length(), ERROR_CHARS_MAX));
        }
        return new AdminException(
                answer.statusCode() == 401
                        ? "The hub does not take the secret from its data folder; was it started again just now?"
                        : reason.isBlank() ? "The hub refused with status " + answer.statusCode() + "." : reason);
    }

    @Override
    public void close() {
        if (door != null) {
            door.http().close();
        }
    }
}
