package granary.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody knocking at the hub's doors. Paths are sent as written. */
public record Doors(HttpClient http, URI hub, Optional<String> token) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    public Answer get(String path, String... headers) {
        return send("GET", path, new byte[0], headers);
    }

    public Answer head(String path, String... headers) {
        return send("HEAD", path, new byte[0], headers);
    }

    public Answer postJson(String path, Object body, String... headers) {
        return json("POST", path, body, headers);
    }

    public Answer deleteJson(String path, Object body) {
        return json("DELETE", path, body);
    }

    private Answer json(String method, String path, Object body, String... headers) {
        var all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = "application/json";
        return send(method, path, JSON.writeValueAsBytes(body), all);
    }

    public Answer post(String path, String type, String body) {
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8), "Content-Type", type);
    }

    /** {@code headers} are names and values in turn; {@code path} may be a whole address. */
    public Answer send(String method, String path, byte[] body, String... headers) {
        URI target = path.startsWith("http") ? URI.create(path) : URI.create(hub + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(DEADLINE)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Makes a repository of the caller's, which must work; its id. */
    public String create(String type, String name, boolean isPrivate) {
        Answer answer = postJson(
                "/api/repos/create", Map.of("type", type, "name", name, "private", isPrivate, "sdk", "static"));
        if (answer.status() != 200) {
            throw new AssertionError("cannot create " + name + ": " + answer);
        }
        return answer.json().get("name").asString();
    }

    public Answer commit(String repository, String... lines) {
        String header = "{\"key\":\"header\",\"value\":{\"summary\":\"A change\",\"description\":\"\"}}";
        return post(
                "/api/%s/commit/main".formatted(repository),
                "application/x-ndjson",
                header + "\n" + String.join("\n", lines) + "\n");
    }

    /** A line of a commit that puts a small text file. */
    public static String file(String path, String text) {
        String content = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return line("file", Map.of("content", content, "path", path, "encoding", "base64"));
    }

    public static String line(String key, Map<String, ?> value) {
        return JSON.writeValueAsString(Map.of("key", key, "value", value));
    }

    /** What came back. */
    public record Answer(HttpResponse<byte[]> response) {
        public int status() {
            return response.statusCode();
        }

        /** Empty when there is no such header. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public byte[] body() {
            return response.body();
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        @Override
        public String toString() {
            return status() + " " + response.headers().map() + " " + text();
        }
    }
}
