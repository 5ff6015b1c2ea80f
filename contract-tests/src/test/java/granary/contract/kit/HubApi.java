package granary.contract.kit;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A few calls of the Hub API, to set a scene without a client. They have to succeed. */
public final class HubApi {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RawHttp http;

    HubApi(URI hub, String token) {
        this.http = new RawHttp(hub).as(token);
    }

    /** Makes a repository of the type {@code model}, {@code dataset}, {@code space} or {@code code}. */
    public void createRepository(String type, String namespace, String name, boolean isPrivate) {
        expect(http.postJson(
                "/api/repos/create",
                text(Map.of(
                        "type",
                        type,
                        "organization",
                        namespace,
                        "name",
                        name,
                        "private",
                        isPrivate,
                        "sdk",
                        "static"))));
    }

    public void createModel(String namespace, String name, boolean isPrivate) {
        createRepository("model", namespace, name, isPrivate);
    }

    /** Commits one small text file to {@code main} of a model; the commit id. */
    public String commitFile(String id, String path, String content) {
        return commit("models", id, "Add " + path, path, content);
    }

    /** Commits one small text file to {@code main}; {@code kind} as in the URL, such as {@code datasets}. */
    public String commit(String kind, String id, String summary, String path, String content) {
        String encoded = Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
        String lines = text(Map.of("key", "header", "value", Map.of("summary", summary, "description", "")))
                + "\n"
                + text(Map.of("key", "file", "value", Map.of("path", path, "content", encoded, "encoding", "base64")))
                + "\n";
        var answer = http.post("/api/%s/%s/commit/main".formatted(kind, id), "application/x-ndjson", lines);
        return expect(answer).get("commitOid").asString();
    }

    /** Asks to commit a large file of a model that was uploaded before, or was not; whatever comes of it. */
    public RawHttp.Answer commitContent(String id, String path, String sha256, long size) {
        String lines = text(Map.of("key", "header", "value", Map.of("summary", "Add " + path)))
                + "\n"
                + text(Map.of(
                        "key",
                        "lfsFile",
                        "value",
                        Map.of("path", path, "algo", "sha256", "oid", sha256, "size", size)));
        return http.post("/api/models/%s/commit/main".formatted(id), "application/x-ndjson", lines);
    }

    public JsonNode get(String path) {
        return expect(http.get(path));
    }

    /** The JSON of an answer that has to be a success. */
    public static JsonNode expect(RawHttp.Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new AssertionError("expected success: " + answer);
        }
        return json(answer);
    }

    public static JsonNode json(RawHttp.Answer answer) {
        return JSON.readTree(answer.text().isEmpty() ? "null" : answer.text());
    }

    public static String text(Object value) {
        return JSON.writeValueAsString(value);
    }
}
