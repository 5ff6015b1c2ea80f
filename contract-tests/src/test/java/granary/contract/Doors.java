package granary.contract;

import static granary.contract.Door.Kind.ADMIN;
import static granary.contract.Door.Kind.CAS;
import static granary.contract.Door.Kind.LINK;
import static granary.contract.Door.Kind.LIST;
import static granary.contract.Door.Kind.MANAGE;
import static granary.contract.Door.Kind.OPEN;
import static granary.contract.Door.Kind.READ;
import static granary.contract.Door.Kind.SELF;
import static granary.contract.Door.Kind.WRITE;
import static granary.contract.Door.api;
import static granary.contract.Door.plain;
import static granary.contract.Door.web;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every door of the hub. {@link AttackerIT} asks the hub for its mappings and fails when one is missing here: a new
 * controller is not done before its doors are in this table (docs/testing.md says how).
 */
final class Doors {
    private static final String LFS_TYPE = "application/vnd.git-lfs+json";
    private static final String BINARY = "application/octet-stream";
    private static final String OID = "a".repeat(64);
    private static final String BATCH = "{\"operation\":\"%s\",\"objects\":[{\"oid\":\"" + OID + "\",\"size\":1}]}";
    private static final String COMMIT = """
            {"key":"header","value":{"summary":"Add a file"}}
            {"key":"file","value":{"path":"new.txt","content":"eA==","encoding":"base64"}}
            """;

    static final List<Door> ALL = Stream.of(
                    hubApi(), files(), git(), lfs(), xet(), administration(), others(), pagesOfRepositories(), pages())
            .flatMap(List::stream)
            .toList();

    private Doors() {}

    private static List<Door> hubApi() {
        return List.of(
                api(READ, "GET", "", ""),
                api(READ, "GET", "", "?blobs=true"),
                api(READ, "GET", "/revision/**", "/revision/main"),
                api(READ, "GET", "/auth-check", "/auth-check"),
                api(READ, "GET", "/refs", "/refs"),
                api(READ, "GET", "/storage", "/storage"),
                api(READ, "GET", "/commits/**", "/commits/main"),
                api(READ, "GET", "/tree/**", "/tree/main"),
                api(READ, "GET", "/tree/**", "/tree/main?recursive=true&expand=true"),
                api(READ, "POST", "/paths-info/**", "/paths-info/main").json("{\"paths\":[\"README.md\"]}"),
                api(WRITE, "GET", "/auth-check/write", "/auth-check/write"),
                api(WRITE, "POST", "/preupload/**", "/preupload/main")
                        .json("{\"files\":[{\"path\":\"a\",\"size\":1,\"sample\":\"eA==\"}]}"),
                api(WRITE, "POST", "/commit/**", "/commit/main").sending("application/x-ndjson", COMMIT),
                plain(MANAGE, "DELETE", "/api/repos/delete")
                        .json("{\"organization\":\"{ns}\",\"name\":\"{name}\",\"type\":\"{type}\"}"),
                plain(LIST, "GET", "/api/{types:models|datasets|spaces|code}").at("/api/{T}?author={ns}&full=true"),
                plain(OPEN, "GET", "/api/{types:models|datasets|spaces|code}/{name}")
                        .at("/api/{T}/{name}"));
    }

    private static List<Door> files() {
        return List.of(
                web(READ, "GET", "/resolve/**", "/resolve/main/README.md"),
                web(READ, "GET", "/raw/**", "/raw/main/README.md"),
                plain(OPEN, "GET", "/{name}/resolve/**").at("/{name}/resolve/main/README.md"),
                plain(OPEN, "GET", "/{name}/raw/**").at("/{name}/raw/main/README.md"));
    }

    private static List<Door> git() {
        return List.of(
                web(READ, "GET", "/info/refs", ".git/info/refs?service=git-upload-pack"),
                web(READ, "GET", "/info/refs", "/info/refs?service=git-upload-pack"),
                web(WRITE, "GET", "/info/refs", ".git/info/refs?service=git-receive-pack"),
                web(READ, "POST", "/git-upload-pack", ".git/git-upload-pack")
                        .sending("application/x-git-upload-pack-request", "0000"),
                web(WRITE, "POST", "/git-receive-pack", ".git/git-receive-pack")
                        .sending("application/x-git-receive-pack-request", "0000"));
    }

    private static List<Door> lfs() {
        String batch = "/info/lfs/objects/batch";
        return List.of(
                web(READ, "POST", batch, ".git" + batch).sending(LFS_TYPE, BATCH.formatted("download")),
                web(WRITE, "POST", batch, ".git" + batch).sending(LFS_TYPE, BATCH.formatted("upload")),
                web(LINK, "GET", "/info/lfs/objects/{oid}", ".git/info/lfs/objects/" + OID),
                web(LINK, "PUT", "/info/lfs/objects/{oid}", ".git/info/lfs/objects/" + OID)
                        .sending(BINARY, "x"),
                web(LINK, "POST", "/info/lfs/verify", ".git/info/lfs/verify").sending(LFS_TYPE, "{}"),
                web(LINK, "POST", "/info/lfs/locks/**", ".git/info/lfs/locks/verify")
                        .sending(LFS_TYPE, "{}")
                        .any());
    }

    private static List<Door> xet() {
        return List.of(
                api(READ, "GET", "/xet-read-token/**", "/xet-read-token/main"),
                api(WRITE, "GET", "/xet-write-token/**", "/xet-write-token/main"),
                cas("GET", "/v1/reconstructions/{hash}", "/v1/reconstructions/" + OID),
                cas("GET", "/v2/reconstructions/{hash}", "/v2/reconstructions/" + OID),
                cas("HEAD", "/v1/files/{hash}", "/v1/files/" + OID),
                cas("GET", "/v1/chunks/{prefix}/{hash}", "/v1/chunks/default/" + OID),
                cas("HEAD", "/v1/xorbs/{prefix}/{hash}", "/v1/xorbs/default/" + OID),
                cas("POST", "/v1/xorbs/{prefix}/{hash}", "/v1/xorbs/default/" + OID)
                        .sending(BINARY, "x"),
                cas("POST", "/v1/shards", "/v1/shards").sending(BINARY, "x"),
                cas("POST", "/v2/shards", "/v2/shards").sending(BINARY, "x"),
                cas("POST", "/shards", "/shards").sending(BINARY, "x"),
                plain(LINK, "GET", "/cas/{epoch}/fetch/{link}"),
                plain(OPEN, "POST", "/cas/{epoch}/v1/telemetry").json("{}"));
    }

    /** A door of the CAS API, which has tokens of its own. */
    private static Door cas(String method, String pattern, String target) {
        return plain(CAS, method, "/cas/{epoch}" + pattern).at("/cas/{epoch}" + target);
    }

    private static List<Door> administration() {
        return List.of(
                plain(ADMIN, "GET", "/api/admin/users"),
                plain(ADMIN, "POST", "/api/admin/users").json("{\"name\":\"x\"}"),
                plain(ADMIN, "DELETE", "/api/admin/users/{name}"),
                plain(ADMIN, "POST", "/api/admin/users/{name}/disable"),
                plain(ADMIN, "POST", "/api/admin/users/{name}/enable"),
                plain(ADMIN, "POST", "/api/admin/users/{name}/reset-password").json("{\"password\":\"x\"}"),
                plain(ADMIN, "GET", "/api/admin/users/{user}/tokens").at("/api/admin/users/{ns}/tokens"),
                plain(ADMIN, "POST", "/api/admin/users/{user}/tokens")
                        .at("/api/admin/users/{ns}/tokens")
                        .json("{\"name\":\"x\",\"scope\":\"write\"}"),
                plain(ADMIN, "DELETE", "/api/admin/users/{user}/tokens/{id}")
                        .at("/api/admin/users/{ns}/tokens/00000000-0000-0000-0000-000000000000"),
                plain(ADMIN, "GET", "/api/admin/orgs"),
                plain(ADMIN, "POST", "/api/admin/orgs").json("{\"name\":\"x\"}"),
                plain(ADMIN, "PUT", "/api/admin/orgs/{organization}/members/{user}")
                        .at("/api/admin/orgs/{ns}/members/{ns}")
                        .json("{\"role\":\"admin\"}"),
                plain(ADMIN, "GET", "/api/admin/repos"),
                plain(ADMIN, "GET", "/api/admin/stats"),
                plain(ADMIN, "POST", "/api/admin/fsck"),
                plain(ADMIN, "POST", "/api/admin/sweep"),
                plain(ADMIN, "GET", "/api/admin/scrub"),
                plain(ADMIN, "POST", "/api/admin/scrub"),
                plain(ADMIN, "POST", "/api/admin/objects/epoch"));
    }

    private static List<Door> others() {
        return List.of(
                plain(SELF, "GET", "/api/whoami-v2"),
                plain(SELF, "POST", "/api/repos/create").json("{\"name\":\"made-here\"}"),
                plain(OPEN, "GET", "/api/agent-harnesses"),
                plain(OPEN, "HEAD", "/api/telemetry/**").at("/api/telemetry/x"),
                plain(OPEN, "POST", "/api/validate-yaml").json("{\"content\":\"\",\"repoType\":\"model\"}"),
                plain(OPEN, "GET", "/health"),
                plain(OPEN, "GET", "/error").any());
    }

    private static List<Door> pagesOfRepositories() {
        return List.of(
                web(READ, "GET", "", ""),
                web(READ, "GET", "/tree/**", "/tree/main"),
                web(READ, "GET", "/blob/**", "/blob/main/README.md"),
                web(READ, "GET", "/commits/**", "/commits/main"),
                web(READ, "GET", "/commit/{id}", "/commit/{commit}"),
                web(READ, "GET", "/refs", "/refs"));
    }

    private static List<Door> pages() {
        String form = "application/x-www-form-urlencoded";
        String token = "00000000-0000-0000-0000-000000000000";
        return List.of(
                plain(LIST, "GET", "/"),
                plain(LIST, "GET", "/models")
                        .alias("GET /datasets", "GET /spaces", "GET /code")
                        .at("/{T}?search={ns}"),
                plain(LIST, "GET", "/{namespace:(?!(?:models|datasets|spaces|code|new|new-dataset|new-code)$).+}")
                        .at("/{ns}"),
                plain(OPEN, "GET", "/login"),
                plain(OPEN, "GET", "/setup"),
                plain(OPEN, "POST", "/setup").sending(form, "code=x"),
                plain(OPEN, "POST", "/settings/appearance").sending(form, "theme=dark"),
                plain(SELF, "GET", "/logout"),
                plain(SELF, "GET", "/new").alias("GET /new-dataset", "GET /new-code"),
                plain(SELF, "POST", "/new")
                        .alias("POST /new-dataset", "POST /new-code")
                        .sending(form, "namespace={ns}&name=made-by-form"),
                plain(SELF, "GET", "/settings/tokens"),
                plain(SELF, "POST", "/settings/tokens").sending(form, "name=x&scope=write"),
                plain(SELF, "GET", "/settings/tokens/{id}/revoke").at("/settings/tokens/" + token + "/revoke"),
                plain(SELF, "POST", "/settings/tokens/{id}/revoke")
                        .at("/settings/tokens/" + token + "/revoke")
                        .sending(form, ""));
    }
}
