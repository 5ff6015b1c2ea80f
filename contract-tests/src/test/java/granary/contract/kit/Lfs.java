package granary.contract.kit;

import java.net.URI;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The LFS API of one repository, spoken by hand, for what git-lfs would never ask. */
public final class Lfs {
    private static final String MEDIA_TYPE = "application/vnd.git-lfs+json";

    private final RunningHub hub;
    private final String token;
    private final String repository;

    private Lfs(RunningHub hub, String token, String repository) {
        this.hub = hub;
        this.token = token;
        this.repository = repository;
    }

    /** {@code repository} as in a URL: {@code alice/m}, {@code datasets/alice/d}. */
    public static Lfs of(RunningHub hub, Account account, String repository) {
        return new Lfs(hub, account.token(), repository);
    }

    public static Lfs ofStranger(RunningHub hub, String repository) {
        return new Lfs(hub, "", repository);
    }

    /** Asks for one object; {@code operation} is {@code upload} or {@code download}. */
    public RawHttp.Answer askBatch(String operation, String oid, long size) {
        String body = HubApi.text(Map.of(
                "operation",
                operation,
                "transfers",
                List.of("basic"),
                "objects",
                List.of(Map.of("oid", oid, "size", size))));
        return hub.http()
                .as(token)
                .header("Accept", MEDIA_TYPE)
                .post("/%s.git/info/lfs/objects/batch".formatted(repository), MEDIA_TYPE, body);
    }

    /** The answer for one object of a batch that has to be understood. */
    public JsonNode batch(String operation, String oid, long size) {
        return HubApi.expect(askBatch(operation, oid, size)).get("objects").get(0);
    }

    /** What to send to, or fetch from: path and query of the link. */
    public static String target(JsonNode object, String action) {
        JsonNode link = object.path("actions").path(action).path("href");
        if (link.isMissingNode()) {
            throw new AssertionError("no link to %s: %s".formatted(action, object));
        }
        URI href = URI.create(link.asString());
        return href.getRawPath() + (href.getRawQuery() == null ? "" : "?" + href.getRawQuery());
    }

    /** Uploads bytes as {@code oid}, true or not, the way Hub clients do: without a header. */
    public RawHttp.Answer upload(String oid, byte[] bytes) {
        return hub.http().put(target(batch("upload", oid, bytes.length), "upload"), bytes);
    }

    /** Whether the repository gives out a link to download the object. */
    public boolean has(String oid, long size) {
        return batch("download", oid, size).path("actions").has("download");
    }
}
