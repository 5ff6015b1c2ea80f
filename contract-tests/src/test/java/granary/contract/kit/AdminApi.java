package granary.contract.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code ./granary admin} does, over the same REST calls, with the secret from the data folder. */
public final class AdminApi {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI hub;
    private final String bearer;

    private AdminApi(URI hub, String bearer) {
        this.hub = hub;
        this.bearer = bearer;
    }

    /** For the hub that runs over the data folder {@code data}. */
    public static AdminApi of(Path data) {
        try {
            JsonNode door = JSON.readTree(Files.readAllBytes(data.resolve("admin.json")));
            return new AdminApi(
                    URI.create(door.get("url").asString()),
                    "Bearer granary_admin_" + door.get("secret").asString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an ordinary user with a write token. */
    public Account createUser(String name) {
        return createUser(name, false);
    }

    /** Makes an administrator, whose token has the scope {@code admin}. */
    public Account createAdministrator(String name) {
        return createUser(name, true);
    }

    private Account createUser(String name, boolean admin) {
        String password = "correct horse battery " + name;
        post(
                "/api/admin/users",
                Map.of(
                        "name",
                        name,
                        "fullName",
                        name + " Example",
                        "email",
                        name + "@example.org",
                        "admin",
                        admin,
                        "password",
                        password));
        return new Account(name, password, createToken(name, admin ? "admin" : "write"));
    }

    /** Makes a token of the scope {@code read}, {@code write} or {@code admin}. */
    public String createToken(String user, String scope) {
        return post("/api/admin/users/" + user + "/tokens", Map.of("name", "test " + scope, "scope", scope))
                .get("token")
                .asString();
    }

    public void createOrganization(String name, boolean privateByDefault) {
        post("/api/admin/orgs", Map.of("name", name, "fullName", name, "privateByDefault", privateByDefault));
    }

    /** Gives a user the role {@code read}, {@code write} or {@code admin} in an organization. */
    public void addMember(String organization, String user, String role) {
        call("PUT", "/api/admin/orgs/%s/members/%s".formatted(organization, user), Map.of("role", role));
    }

    /** The numbers of the content store, by name. */
    public Map<String, Long> stats() {
        var numbers = new TreeMap<String, Long>();
        get("/api/admin/stats").properties().forEach(entry -> {
            if (entry.getValue().isNumber()) {
                numbers.put(entry.getKey(), entry.getValue().asLong());
            }
        });
        return numbers;
    }

    /** Bytes of everything that the content store holds, as it lies in the object store. */
    public long storedBytes() {
        return get("/api/admin/stats").get("storedBytes").asLong();
    }

    /** Checks everything that is stored; the report, as printed by {@code ./granary admin fsck --json}. */
    public JsonNode fsck() {
        return post("/api/admin/fsck", Map.of());
    }

    public JsonNode get(String path) {
        return call("GET", path, Map.of());
    }

    public JsonNode post(String path, Map<String, ?> body) {
        return call("POST", path, body);
    }

    public JsonNode delete(String path) {
        return call("DELETE", path, Map.of());
    }

    private JsonNode call(String method, String path, Map<String, ?> body) {
        var request = HttpRequest.newBuilder(hub.resolve(path))
                .timeout(DEADLINE)
                .header("Authorization", bearer)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new AssertionError("%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
            }
            return JSON.readTree(answer.body().isEmpty() ? "null" : answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException("%s %s".formatted(method, path), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
